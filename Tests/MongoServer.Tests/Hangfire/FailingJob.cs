using System.Collections.Concurrent;
using Hangfire;

namespace Pipeline.MongoServer.Tests.Hangfire;

/// <summary>Fails the first time.</summary>
public static class FailingJob
{
    private static readonly ConcurrentDictionary<string, int> All = new();

    public static int Attempts(string key) => All.GetValueOrDefault(key);

    [AutomaticRetry(Attempts = 2, DelaysInSeconds = [0])]
    public static void Run(string key)
    {
        if (All.AddOrUpdate(key, 1, (_, attempts) => attempts + 1) == 1)
        {
            throw new InvalidOperationException("the first attempt fails");
        }
    }
}

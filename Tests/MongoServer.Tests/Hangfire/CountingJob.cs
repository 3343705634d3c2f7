using System.Collections.Concurrent;

namespace Pipeline.MongoServer.Tests.Hangfire;

/// <summary>Remembers with which numbers it ran; a key keeps tests apart.</summary>
public static class CountingJob
{
    private static readonly ConcurrentQueue<(string Key, int Number)> All = new();

    public static IReadOnlyList<int> Runs(string key) => [.. All.Where(run => run.Key == key).Select(run => run.Number)];

    public static void Run(string key, int number) => All.Enqueue((key, number));
}

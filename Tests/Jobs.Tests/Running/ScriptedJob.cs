using System.Threading.Channels;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Tests.Running;

/// <param name="Case">Distinguishes one piece of work from another.</param>
internal sealed record ScriptedArguments(string Case = "");

/// <summary>A job that does what a test says, and tells when it is at work.</summary>
internal sealed class ScriptedJob(Func<ScriptedArguments, JobProgress, CancellationToken, Task<string?>> work) : IJob<ScriptedArguments>
{
    private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();

    /// <summary>A job that ends when <paramref name="end"/> does.</summary>
    public static ScriptedJob Until(Task<string?> end) => new((_, _, token) => end.WaitAsync(token));

    public static JobDefinition<ScriptedArguments> Define(
        ScriptedJob job, string name = "scripted", string queue = JobQueues.Long, int retries = 0, bool isFrequent = false, bool isExclusive = false) =>
        new(name, queue, _ => job)
        {
            IsFrequent = isFrequent, IsExclusive = isExclusive, RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromHours(1), retries)],
        };

    /// <summary>Completes once for each run that has begun.</summary>
    public Task BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public Task<string?> RunAsync(ScriptedArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        _begun.Writer.TryWrite(arguments.Case);
        return work(arguments, progress, cancellationToken);
    }
}

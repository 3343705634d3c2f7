using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Ends runs that the history shows as unfinished but that Hangfire has lost.</summary>
internal sealed class EndLostRunsJob(LostRuns lost) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        await lost.EndAsync(cancellationToken) is > 0 and var ended ? $"{ended} runs ended as interrupted" : null;
}

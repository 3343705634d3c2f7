using System.Text.Json;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.FailedBatches;

/// <summary>
/// Opens entries again whose retry is no more: it was deleted, has failed for good, or was never started because a process died after
/// it had claimed them.
/// </summary>
internal sealed class ReleaseFailedBatchesJob(IQuarantineStore quarantine, IRunHistory history, TimeProvider time) : IJob<NoArguments>
{
    // Longer than it takes from the claim until the run is in the history.
    private static readonly TimeSpan Starting = TimeSpan.FromMinutes(1);

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        // Before the runs are read: whoever claims later is not among them.
        var claimants = await quarantine.GetClaimantsAsync(time.GetUtcNow() - Starting, cancellationToken);
        if (claimants.Count == 0)
        {
            return null;
        }

        var atWork = (await history.GetUnfinishedAsync(cancellationToken))
            .Where(run => run.Job == JobTable.RetryFailedBatches.Name)
            .Select(run => JsonSerializer.Deserialize<RetryFailedBatchesArguments>(run.Arguments, JsonSerializerOptions.Web)?.Retry)
            .ToHashSet();
        long released = 0;
        foreach (var retry in claimants.Where(retry => !atWork.Contains(retry)))
        {
            var change = new QuarantineChange(time.GetUtcNow(), "release-failed-batches", QuarantineAction.Released, "its retry has ended");
            released += await quarantine.ReleaseAsync(retry, change, cancellationToken);
        }

        return released == 0 ? null : $"{released:N0} failed batches are open again.";
    }
}

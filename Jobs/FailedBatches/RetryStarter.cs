using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Runs;
using Pipeline.Core.Storing.Retries;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.FailedBatches;

/// <summary>Starts retries: claims entries first, so that what somebody saw and chose is what is retried, by this retry alone.</summary>
public sealed class RetryStarter(IQuarantineStore quarantine, JobStarter jobs, TimeProvider time)
{
    /// <summary>Claims the open entries that a filter lets through and queues their retry. Null when there are none.</summary>
    /// <exception cref="TransientStorageException">A store is not usable; nothing is claimed for long.</exception>
    public async Task<StartedRetry?> StartAsync(
        QuarantineFilter filter, string who, RetryOptions options, CancellationToken cancellationToken)
    {
        var retry = Guid.CreateVersion7(time.GetUtcNow());
        var claimed = await quarantine.ClaimAsync(
            filter, retry, new QuarantineChange(time.GetUtcNow(), who, QuarantineAction.Claimed), cancellationToken);
        return claimed == 0 ? null : await QueueAsync(retry, claimed, who, options);
    }

    /// <summary>The same for one entry with a payload that somebody has edited. Null when it is not open, or was changed since it was read.</summary>
    public async Task<StartedRetry?> StartAsync(
        QuarantineEntry entry, string payload, string who, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var retry = Guid.CreateVersion7(now);
        var edited = entry with { EditedPayload = payload, State = QuarantineState.Retrying, Retry = retry, ClaimedAt = now };
        return entry.State == QuarantineState.Open
            && await quarantine.UpdateAsync(edited, new QuarantineChange(now, who, QuarantineAction.Edited), cancellationToken)
            ? await QueueAsync(retry, 1, who, new RetryOptions())
            : null;
    }

    // Not cancelled half-way: the claim must not outlive a caller who has gone.
    private async Task<StartedRetry> QueueAsync(Guid retry, long claimed, string who, RetryOptions options)
    {
        try
        {
            var run = jobs.Start(
                JobTable.RetryFailedBatches,
                new RetryFailedBatchesArguments(retry, who, options.Rules, options.PerSecond, options.MaxFailedShare),
                options.StartedBy);
            return new StartedRetry(run, claimed);
        }
        catch
        {
            await quarantine.ReleaseAsync(
                retry, new QuarantineChange(time.GetUtcNow(), who, QuarantineAction.Released, "could not be queued"), CancellationToken.None);
            throw;
        }
    }
}

/// <param name="RunId">The run; see the history of runs.</param>
/// <param name="Claimed">Entries that it has.</param>
public sealed record StartedRetry(string RunId, long Claimed);

/// <param name="Rules">What to change in the payloads first; null for nothing.</param>
/// <param name="PerSecond">Most entries to try in a second.</param>
/// <param name="MaxFailedShare">Share of a stage that may fail, 0 to 1; if more do, the rest is left as it is.</param>
/// <param name="StartedBy">How it was asked for.</param>
public sealed record RetryOptions(
    IReadOnlyList<PayloadRule>? Rules = null,
    int PerSecond = RetryFailedBatchesArguments.DefaultPerSecond,
    double MaxFailedShare = RetryFailedBatchesArguments.DefaultMaxFailedShare,
    StartedBy StartedBy = StartedBy.Api);

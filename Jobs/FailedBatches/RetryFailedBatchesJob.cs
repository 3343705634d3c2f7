using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Storing.Retries;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.FailedBatches;

/// <summary>
/// Tries claimed entries again, stage by stage. A run that dies goes on with what it had not tried; while a store is away it waits and
/// fails nothing.
/// </summary>
internal sealed partial class RetryFailedBatchesJob(
    IQuarantineStore quarantine, EntryRetrier retrier, TimeProvider time, ILogger<RetryFailedBatchesJob> logger)
    : IJob<RetryFailedBatchesArguments>
{
    private const int MaxEntriesAtOnce = 100;
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

    public async Task<string?> RunAsync(RetryFailedBatchesArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var counts = await WhenUsableAsync(token => quarantine.GetRetryAsync(arguments.Retry, token), cancellationToken);
        var total = counts.Sum(reason => reason.Stored + reason.Duplicate + reason.Failed + reason.Waiting);
        if (total == 0)
        {
            return "Nothing was claimed for this retry. Start one from Failed batches.";
        }

        var done = total - counts.Sum(reason => reason.Waiting);
        var stop = await RetryAsync(arguments, done, total, progress, cancellationToken);
        var released = stop is null ? 0 : await WhenUsableAsync(
            token => quarantine.ReleaseAsync(
                arguments.Retry, new QuarantineChange(time.GetUtcNow(), arguments.Who, QuarantineAction.Released, stop), token),
            cancellationToken);
        counts = await WhenUsableAsync(token => quarantine.GetRetryAsync(arguments.Retry, token), cancellationToken);
        return RetryResult.Describe(counts, stop, released);
    }

    /// <summary>Returns why it stopped before the end; null when it did not.</summary>
    private async Task<string?> RetryAsync(
        RetryFailedBatchesArguments arguments, long done, long total, JobProgress progress, CancellationToken cancellationToken)
    {
        var stages = new RetryStages(done, arguments.MaxFailedShare);
        while (true)
        {
            var startedAt = time.GetTimestamp();
            var limit = (int)Math.Min(Math.Min(stages.Left, MaxEntriesAtOnce), arguments.PerSecond);
            var (tried, failed) = await WhenUsableAsync(
                async token =>
                {
                    var entries = await quarantine.GetClaimedAsync(arguments.Retry, limit, token);
                    return (entries.Count, await retrier.RetryAsync(entries, arguments.Rules ?? [], arguments.Who, token));
                },
                cancellationToken);
            if (tried == 0)
            {
                return null;
            }

            done += tried;
            await progress.ReportAsync(done, total, cancellationToken);
            if (stages.Add(tried, failed) is { } stop && done < total)
            {
                return stop;
            }

            var pause = TimeSpan.FromSeconds((double)tried / arguments.PerSecond) - time.GetElapsedTime(startedAt);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task<T> WhenUsableAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var pause = TimeSpan.FromSeconds(1); ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            try
            {
                return await work(cancellationToken);
            }
            catch (TransientStorageException away)
            {
                Log.Waiting(logger, away, pause.TotalSeconds);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2401, LogLevel.Warning, "A store is not usable; the retry goes on in {Seconds} s")]
        public static partial void Waiting(ILogger logger, Exception exception, double seconds);
    }
}

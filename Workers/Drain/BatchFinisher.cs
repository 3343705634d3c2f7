using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Storing;

namespace Pipeline.Workers.Drain;

/// <summary>Takes one batch to its end: stored and deleted, or given back to the queue.</summary>
internal sealed partial class BatchFinisher(
    MessageStorer storer,
    InFlightMessages inFlight,
    IEventQueue queue,
    PipelineMetrics metrics,
    IOptions<DrainOptions> options,
    TimeProvider time,
    ILogger<BatchFinisher> logger)
{
    private readonly DrainOptions _options = options.Value;

    /// <summary>Ends when no message of the batch is held any more. All failures are handled here.</summary>
    /// <param name="batch">Messages whose visibility is being extended.</param>
    /// <param name="deadline">Cancelled when the batch has to be given back, stored or not.</param>
    /// <param name="end">Cancelled when there is no time left even for that, however many batches there are.</param>
    public async Task FinishAsync(IReadOnlyList<DrainMessage> batch, CancellationToken deadline, CancellationToken end)
    {
        var started = time.GetTimestamp();
        try
        {
            await StoreUntilDoneAsync(batch, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            Log.GivenBack(logger, batch.Count);
            await ReleaseAsync(batch, _ => TimeSpan.Zero, end);
            return;
        }
        catch (Exception unknown)
        {
            // Nothing is known about the cause, so nothing is decided: the queue delivers the messages again, and after its
            // limit they become dead letters.
            Log.BatchFailed(logger, batch.Count, unknown);
            await ReleaseAsync(batch, Pause, end);
            return;
        }

        await DeleteSettledAsync(batch);
        await ReleaseAsync([.. batch.Where(message => !message.IsSettled)], Pause, end);
        Report(batch, time.GetElapsedTime(started));
    }

    // The batch is kept and tried again in place while the store is away: nothing counts against the messages then.
    private async Task StoreUntilDoneAsync(IReadOnlyList<DrainMessage> batch, CancellationToken deadline)
    {
        var backOff = new BackOff(_options.MinBackOff, _options.MaxBackOff);
        while (true)
        {
            try
            {
                await storer.StoreAsync(batch, lastTry: false, deadline);
                if (backOff.IsFailing)
                {
                    Log.StoreBack(logger);
                }

                return;
            }
            catch (TransientStorageException unreachable)
            {
                if (!backOff.IsFailing)
                {
                    Log.StoreUnreachable(logger, unreachable);
                }

                await Task.Delay(backOff.Next(), time, deadline);
            }
        }
    }

    private async Task DeleteSettledAsync(IReadOnlyList<DrainMessage> batch)
    {
        var settled = batch.Where(message => message.IsSettled).Select(message => message.Message).ToArray();
        if (settled.Length == 0)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(_options.DeleteTimeout, time);
        try
        {
            await queue.DeleteAsync(settled, timeout.Token);
        }
        catch (Exception failure)
        {
            // Whatever the failure, they will be delivered again and turn out to be stored already.
            Log.DeleteFailed(logger, settled.Length, failure);
        }

        inFlight.Remove(settled);
    }

    private async Task ReleaseAsync(IReadOnlyList<DrainMessage> batch, Func<int, TimeSpan> pause, CancellationToken end)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            // An extension that is under way would hide them again. It ends within the queue's own timeout for requests.
            await inFlight.ReleaseAsync(batch.Select(message => message.Message), end);
            using var timeout = new CancellationTokenSource(_options.DeleteTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, end);
            foreach (var group in batch.GroupBy(message => message.Message.ReceiveCount, message => message.Message))
            {
                await queue.ChangeVisibilityAsync([.. group], pause(group.Key), either.Token);
            }
        }
        catch (Exception failure)
        {
            // Whatever the failure, they become visible by themselves when their timeout ends.
            Log.ReleaseFailed(logger, batch.Count, failure);
        }
    }

    private TimeSpan Pause(int receiveCount)
    {
        var seconds = _options.MinBackOff.TotalSeconds * Math.Pow(2, Math.Min(receiveCount, 30));
        return TimeSpan.FromSeconds(Math.Min(seconds, _options.MaxBackOff.TotalSeconds));
    }

    private void Report(IReadOnlyList<DrainMessage> batch, TimeSpan took)
    {
        metrics.BatchStored(took, time.GetUtcNow() - batch.Min(message => message.ReceivedAt));
        var events = 0;
        foreach (var outcome in batch.SelectMany(message => message.Items).CountBy(item => item.Outcome.Kind))
        {
            metrics.Drained(outcome.Key.ToString(), outcome.Value);
            events += outcome.Value;
        }

        Log.BatchStored(logger, batch.Count, events, took.TotalMilliseconds);
    }

    private static partial class Log
    {
        [LoggerMessage(1201, LogLevel.Debug, "Stored a batch of {Messages} messages, {Events} events in {Milliseconds:0} ms")]
        public static partial void BatchStored(ILogger logger, int messages, int events, double milliseconds);

        [LoggerMessage(1202, LogLevel.Warning, "The store is not usable; keeping the batch and trying again")]
        public static partial void StoreUnreachable(ILogger logger, Exception exception);

        [LoggerMessage(1203, LogLevel.Information, "The store is back")]
        public static partial void StoreBack(ILogger logger);

        [LoggerMessage(1204, LogLevel.Error, "A batch of {Messages} messages failed for an unknown cause; it goes back to the queue")]
        public static partial void BatchFailed(ILogger logger, int messages, Exception exception);

        [LoggerMessage(1205, LogLevel.Warning, "Could not delete {Messages} stored messages; they will be delivered again as duplicates")]
        public static partial void DeleteFailed(ILogger logger, int messages, Exception exception);

        [LoggerMessage(1206, LogLevel.Warning, "Could not give {Messages} messages back; they return when their visibility timeout ends")]
        public static partial void ReleaseFailed(ILogger logger, int messages, Exception exception);

        [LoggerMessage(1207, LogLevel.Warning, "Shutdown came before a batch was stored; {Messages} messages given back")]
        public static partial void GivenBack(ILogger logger, int messages);
    }
}

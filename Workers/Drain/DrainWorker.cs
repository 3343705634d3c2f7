using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Queue → raw store. Receiving (with decoding) and storing run side by side, with a buffer between them. On shutdown receiving
/// stops first, then what was received is stored or given back.
/// </summary>
internal sealed partial class DrainWorker(
    MessageReceiver receiver,
    DrainBuffer buffer,
    BatchFinisher finisher,
    InFlightMessages inFlight,
    IOptions<DrainOptions> options,
    TimeProvider time,
    ILogger<DrainWorker> logger) : BackgroundService
{
    private readonly DrainOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var drained = new CancellationTokenSource();
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var stop = stoppingToken.Register(() =>
        {
            deadline.CancelAfter(_options.ShutdownDrain);
            end.CancelAfter(_options.ShutdownDrain + _options.DeleteTimeout);
        });
        var extension = inFlight.KeepInvisibleAsync(drained.Token);

        await Task.WhenAll(
            buffer.DrainAsync(batch => finisher.FinishAsync(batch, deadline.Token, end.Token)),
            ReceiveAsync(stoppingToken));

        await drained.CancelAsync();
        await extension.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync(CancellationToken stoppingToken)
    {
        var backOff = new BackOff(_options.MinBackOff, _options.MaxBackOff);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    var isBacklog = await receiver.ReceiveAsync(stoppingToken);
                    if (backOff.IsFailing)
                    {
                        backOff.Reset();
                        Log.QueueBack(logger);
                    }

                    // After the reset: occasional failures must not add up to ever longer pauses while a backlog lasts.
                    if (isBacklog)
                    {
                        await receiver.ReceiveBacklogAsync(stoppingToken);
                    }
                }
                catch (TransientStorageException unreachable)
                {
                    if (!backOff.IsFailing)
                    {
                        Log.QueueUnreachable(logger, unreachable);
                    }

                    await Task.Delay(backOff.Next(), time, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.ReceivingStopped(logger);
        }
        finally
        {
            buffer.Complete();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The queue is not usable; trying again")]
        public static partial void QueueUnreachable(ILogger logger, Exception exception);

        [LoggerMessage(1002, LogLevel.Information, "The queue is back")]
        public static partial void QueueBack(ILogger logger);

        [LoggerMessage(1003, LogLevel.Information, "Receiving has stopped; storing what was received")]
        public static partial void ReceivingStopped(ILogger logger);
    }
}

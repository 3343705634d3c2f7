using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Storage;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Queue → raw store. One task receives and decodes, one stores; the short channel between them keeps both busy and stops receiving while
/// storing is in trouble. On shutdown receiving stops first, then what was received is stored or given back.
/// </summary>
internal sealed partial class DrainWorker(
    BatchReceiver receiver,
    BatchStorer storer,
    InFlightMessages inFlight,
    IOptions<DrainOptions> options,
    TimeProvider clock,
    ILogger<DrainWorker> logger) : BackgroundService
{
    private readonly DrainOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batches = Channel.CreateBounded<IReadOnlyList<DrainMessage>>(1);
        using var drained = new CancellationTokenSource();
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var stop = stoppingToken.Register(() => deadline.CancelAfter(_options.ShutdownDrain));
        var heartbeat = inFlight.KeepInvisibleAsync(drained.Token);

        await Task.WhenAll(ReceiveAsync(batches.Writer, stoppingToken), StoreAsync(batches.Reader, deadline.Token));

        await drained.CancelAsync();
        await heartbeat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync(ChannelWriter<IReadOnlyList<DrainMessage>> batches, CancellationToken stoppingToken)
    {
        var backOff = new BackOff(_options.MinBackOff, _options.MaxBackOff);
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    var batch = await receiver.ReceiveAsync(stoppingToken);
                    if (backOff.IsFailing)
                    {
                        backOff.Reset();
                        Log.QueueBack(logger);
                    }

                    if (batch.Count > 0)
                    {
                        // Not cancelled by a stop: a received batch is always handed on.
                        await batches.WriteAsync(batch, CancellationToken.None);
                    }
                }
                catch (TransientStorageException unreachable)
                {
                    if (!backOff.IsFailing)
                    {
                        Log.QueueUnreachable(logger, unreachable);
                    }

                    await Task.Delay(backOff.Next(), clock, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.ReceivingStopped(logger);
        }
        finally
        {
            batches.Complete();
        }
    }

    private async Task StoreAsync(ChannelReader<IReadOnlyList<DrainMessage>> batches, CancellationToken deadline)
    {
        await foreach (var batch in batches.ReadAllAsync(CancellationToken.None))
        {
            await storer.StoreAsync(batch, deadline);
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

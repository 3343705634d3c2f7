using Microsoft.Extensions.Logging;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;
using Quartz;

namespace Pipeline.Workers.Housekeeping;

/// <summary>Samples how full and how old the queue is. Age, not depth, shows that the drain is falling behind.</summary>
[DisallowConcurrentExecution]
internal sealed partial class QueueSampling(
    IEventQueue queue, PipelineMetrics metrics, TimeProvider time, ILogger<QueueSampling> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        QueueStatus status;
        try
        {
            status = await queue.GetStatusAsync(cancellationToken);
        }
        catch (TransientStorageException away)
        {
            // The drain has logged it already.
            Log.NotSampled(logger, away);
            return;
        }

        var age = status.AgeAt(time.GetUtcNow());
        metrics.QueueSampled(status.Visible, status.InFlight, status.DeadLetters, age);
        if (status.Visible + status.InFlight + status.DeadLetters > 0)
        {
            Log.Sampled(logger, status.Visible, status.InFlight, age.TotalSeconds, status.DeadLetters);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1402, LogLevel.Debug, "The queue is not usable; there is no sample this time")]
        public static partial void NotSampled(ILogger logger, Exception exception);

        [LoggerMessage(1401, LogLevel.Information,
            "Queue: {Visible} visible, {InFlight} in flight, oldest {AgeSeconds:0.0} s, {DeadLetters} dead letters")]
        public static partial void Sampled(ILogger logger, long visible, long inFlight, double ageSeconds, long deadLetters);
    }
}

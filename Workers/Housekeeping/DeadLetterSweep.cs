using Microsoft.Extensions.Logging;
using Pipeline.Core.Queue;
using Pipeline.Workers.Drain;
using Quartz;

namespace Pipeline.Workers.Housekeeping;

/// <summary>
/// Empties the dead letters: what can be stored after all is stored (a long outage leaves such), the rest goes to quarantine where
/// operators see it. The queue would drop it one day.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class DeadLetterSweep(
    IDeadLetterQueue deadLetters, BatchProcessor processor, ILogger<DeadLetterSweep> logger) : IJob
{
    private const int MessagesPerBatch = 10;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var letters = await deadLetters.ReceiveAsync(MessagesPerBatch, cancellationToken);
            if (letters.Count == 0)
            {
                return;
            }

            var batch = letters.Select(MessageDecoder.Decode).ToArray();
            await processor.ProcessAsync(batch, lastTry: true, cancellationToken);
            await deadLetters.DeleteAsync(letters, cancellationToken);
            Log.Swept(
                logger,
                letters.Count,
                batch.Sum(message => message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Stored)),
                batch.Sum(message => message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Reject)));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1301, LogLevel.Warning, "Swept {Messages} dead letters: {Stored} events stored, {Quarantined} quarantined")]
        public static partial void Swept(ILogger logger, int messages, int stored, int quarantined);
    }
}

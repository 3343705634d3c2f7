using Microsoft.Extensions.Logging;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
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
        try
        {
            await SweepAllAsync(cancellationToken);
        }
        catch (TransientStorageException away)
        {
            // The drain has said so already, and the letters stay where they are until the next sweep.
            Log.Postponed(logger, away);
        }
    }

    private async Task SweepAllAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var letters = await deadLetters.ReceiveAsync(MessagesPerBatch, cancellationToken);
            if (letters.Count == 0)
            {
                return;
            }

            // One by one: what is wrong with one must not keep the others.
            foreach (var letter in letters)
            {
                await SweepAsync(letter, cancellationToken);
            }
        }
    }

    private async Task SweepAsync(QueueMessage letter, CancellationToken cancellationToken)
    {
        var message = MessageDecoder.Decode(letter);
        try
        {
            await processor.ProcessAsync([message], lastTry: true, cancellationToken);
        }
        catch (Exception unknown) when (unknown is not (TransientStorageException or OperationCanceledException))
        {
            Log.SetAside(logger, letter.Id, unknown);
            message = message with { Items = [], Fault = new Fault("message", $"failed with {unknown.GetType().Name}") };
            await processor.ProcessAsync([message], lastTry: true, cancellationToken);
        }

        await deadLetters.DeleteAsync([letter], cancellationToken);
        Log.Swept(
            logger,
            letter.Id,
            message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Stored),
            message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Reject));
    }

    private static partial class Log
    {
        [LoggerMessage(1303, LogLevel.Debug, "Queue or store is not usable; the dead letters wait for the next sweep")]
        public static partial void Postponed(ILogger logger, Exception exception);

        [LoggerMessage(1301, LogLevel.Warning, "Swept dead letter {MessageId}: {Stored} events stored, {Quarantined} quarantined")]
        public static partial void Swept(ILogger logger, string messageId, int stored, int quarantined);

        [LoggerMessage(1302, LogLevel.Error, "Dead letter {MessageId} failed for an unknown cause; it goes to quarantine whole")]
        public static partial void SetAside(ILogger logger, string messageId, Exception exception);
    }
}

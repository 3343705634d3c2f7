using Microsoft.Extensions.Logging;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Storing;
using Quartz;

namespace Pipeline.Workers.Housekeeping;

/// <summary>
/// Empties the dead letters: what can still be stored is stored (a long outage leaves such letters), the rest goes to quarantine where
/// operators see it. The queue would drop it one day. A letter that cannot even be quarantined stays, hidden for a while, and
/// does not hold up those behind it.
/// </summary>
[DisallowConcurrentExecution]
internal sealed partial class DeadLetterSweep(
    IDeadLetterQueue deadLetters, MessageDecoder decoder, MessageStorer storer, ILogger<DeadLetterSweep> logger) : IJob
{
    private const int MessagesPerBatch = 10;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        try
        {
            while (await deadLetters.ReceiveAsync(MessagesPerBatch, cancellationToken) is { Count: > 0 } letters)
            {
                // One by one: a bad one must not hold up the others.
                foreach (var letter in letters)
                {
                    await SweepAsync(letter, cancellationToken);
                }
            }
        }
        catch (TransientStorageException away)
        {
            // The drain has logged it already, and the letters stay where they are until a later sweep.
            Log.Postponed(logger, away);
        }
    }

    private async Task SweepAsync(QueueMessage letter, CancellationToken cancellationToken)
    {
        var message = decoder.Decode(letter) with { Source = QuarantineSource.DeadLetterSweep };
        try
        {
            await storer.StoreAsync([message], lastTry: true, cancellationToken);
            if (!message.IsSettled)
            {
                return;
            }

            await deadLetters.DeleteAsync([letter], cancellationToken);
        }
        catch (Exception unforeseen) when (unforeseen is not (TransientStorageException or OperationCanceledException))
        {
            Log.LetterStays(logger, letter.Id, unforeseen);
            return;
        }

        Log.Swept(
            logger,
            letter.Id,
            message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Stored),
            message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Reject));
    }

    private static partial class Log
    {
        [LoggerMessage(1303, LogLevel.Debug, "Queue or store is not usable; the dead letters wait for a later sweep")]
        public static partial void Postponed(ILogger logger, Exception exception);

        [LoggerMessage(1301, LogLevel.Warning, "Swept dead letter {MessageId}: {Stored} events stored, {Refused} refused")]
        public static partial void Swept(ILogger logger, string messageId, int stored, int refused);

        [LoggerMessage(1302, LogLevel.Error, "Dead letter {MessageId} failed for an unknown cause; it stays for a later sweep")]
        public static partial void LetterStays(ILogger logger, string messageId, Exception exception);
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing.Retries;

/// <summary>Makes of a quarantined entry what the drain had received, with the same numbers: what is stored already is recognised.</summary>
public sealed class EntryDecoder(MessageDecoder decoder, IOptions<EventOptions> options)
{
    public DrainMessage Decode(QuarantineEntry entry)
    {
        var message = new QueueMessage(entry.MessageId, Receipt: "", entry.CurrentPayload, entry.Attempts + 1, entry.ReceivedAt);
        var decoded = entry.Kind == QuarantineKind.Message || entry.Items is not { } items
            ? decoder.Decode(message)
            : decoder.DecodeItem(
                message,
                new EnvelopeHeader(items.Producer, items.Sequence, 1, entry.ReceivedAt),
                new EnvelopeItem(
                    entry.Kind == QuarantineKind.Event ? EnvelopeItemKind.Event : EnvelopeItemKind.Profile,
                    Encoding.UTF8.GetBytes(entry.CurrentPayload)));
        return decoded with { Source = QuarantineSource.Retry };
    }

    /// <summary>
    /// Prepares a payload that somebody has edited: an event gets the id and the time that it lacks now and keeps them, so that trying
    /// it twice stores it once.
    /// </summary>
    /// <param name="entry">What the payload is for.</param>
    /// <param name="payload">The edited payload.</param>
    /// <param name="prepared">What to store.</param>
    /// <param name="fault">The broken rule, in the words of ingest.</param>
    public bool TryPrepare(
        QuarantineEntry entry, string payload, [NotNullWhen(true)] out string? prepared, [NotNullWhen(false)] out Fault? fault)
    {
        prepared = payload;
        if (entry.Kind == QuarantineKind.Event)
        {
            var output = new ArrayBufferWriter<byte>();
            prepared = EventReader.TryAppend(Encoding.UTF8.GetBytes(payload), entry.ReceivedAt, options.Value.MaxAge, output, out _, out fault)
                ? Encoding.UTF8.GetString(output.WrittenSpan)
                : null;
            return prepared is not null;
        }

        var decoded = Decode(entry with { EditedPayload = payload });
        fault = decoded.Fault ?? decoded.Items.Select(item => item.Outcome.Reason).FirstOrDefault(reason => reason is not null);
        return fault is null;
    }
}

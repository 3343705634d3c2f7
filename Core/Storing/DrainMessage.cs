using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Storing;

/// <summary>A decoded queue message.</summary>
/// <param name="Message">The delivery.</param>
/// <param name="Header">What it carries; null when not even that could be read.</param>
/// <param name="Items">Its items; empty when it could not be decoded.</param>
/// <param name="Fault">Why it could not be decoded; null when it could.</param>
public sealed record DrainMessage(
    QueueMessage Message, EnvelopeHeader? Header, IReadOnlyList<DrainItem> Items, Fault? Fault)
{
    /// <summary>Who tries to store it, and would set it aside.</summary>
    public QuarantineSource Source { get; init; }

    public DateTimeOffset ReceivedAt => Header?.ReceivedAt ?? Message.SentAt;

    /// <summary>Whether the outcomes of all items are known for good.</summary>
    public bool IsDecided => Items.All(item => item.Outcome.Kind is not (OutcomeKind.Retry or OutcomeKind.Pending));

    /// <summary>Whether an earlier delivery may have been settled, after which the message was not deleted.</summary>
    public bool MayHaveBeenSettled => Message.ReceiveCount > 1 || Source != QuarantineSource.Drain;

    /// <summary>Whether every outcome is recorded too: the message may be deleted.</summary>
    public bool IsSettled { get; set; }
}

/// <summary>One item of an envelope on its way through the drain.</summary>
/// <param name="source">The item.</param>
/// <param name="envelope">The header of its envelope, the same object for all items of a delivery.</param>
/// <param name="sequence">Its number among its producer's.</param>
public sealed class DrainItem(EnvelopeItem source, EnvelopeHeader envelope, long sequence)
{
    public EnvelopeItem Source => source;

    public EnvelopeHeader Envelope => envelope;

    public long Sequence => sequence;

    /// <summary>Set when the item is a valid event.</summary>
    public Event? Event { get; init; }

    /// <summary>Set when the item is a valid profile.</summary>
    public ProfileUpdate? Profile { get; init; }

    public Outcome Outcome { get; set; }

    /// <summary>Notes that something behind the raw store failed for the event. A reason to retry outweighs one to give up.</summary>
    public void FailBehindRaw(string projection, Exception failure, bool lastTry)
    {
        if (Outcome.Kind == OutcomeKind.Stored)
        {
            Outcome = Outcome.StoredWithout(projection, failure, lastTry);
        }
    }

    public RawEvent ToRawEvent() => new(Event!, RawEvent.OriginOf(envelope.Producer, sequence));
}

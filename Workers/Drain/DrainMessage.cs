using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Workers.Drain;

/// <summary>A queue message taken apart.</summary>
/// <param name="Message">The delivery.</param>
/// <param name="Header">What it carries; null when not even that could be read.</param>
/// <param name="Items">Its items; empty when it could not be decoded.</param>
/// <param name="Fault">Why it could not be decoded; null when it could.</param>
internal sealed record DrainMessage(
    QueueMessage Message, EnvelopeHeader? Header, IReadOnlyList<DrainItem> Items, Fault? Fault)
{
    public DateTimeOffset ReceivedAt => Header?.ReceivedAt ?? Message.SentAt;

    /// <summary>Every item has found its place; the message may be deleted.</summary>
    public bool IsSettled => Items.All(item => item.Outcome.Kind is not (OutcomeKind.Retry or OutcomeKind.Pending));
}

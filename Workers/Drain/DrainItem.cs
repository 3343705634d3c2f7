using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Workers.Drain;

/// <summary>One item of an envelope on its way through the drain.</summary>
internal sealed class DrainItem(EnvelopeItem source, Guid producer, long sequence)
{
    public EnvelopeItem Source => source;

    public long Sequence => sequence;

    /// <summary>Set when the item is a valid event.</summary>
    public Event? Event { get; init; }

    /// <summary>Set when the item is a valid profile.</summary>
    public ProfileUpdate? Profile { get; init; }

    public Outcome Outcome { get; set; }

    public RawEvent ToRawEvent() => new(Event!, RawEvent.OriginOf(producer, sequence));
}

using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Processing.Probes;

/// <summary>
/// Something that is sent through the pipeline to see how long the way takes. It is an envelope without items, from a producer that numbers
/// none and says so with each: there is nothing in it that could be stored, counted or asked for by a client, so it cannot get
/// into any number. The ledger books it as what it is, a producer's last word.
/// </summary>
/// <param name="SentAt">When it was sent, to the millisecond, which is its identity.</param>
public sealed record Probe(DateTimeOffset SentAt)
{
    /// <summary>The producer of all probes.</summary>
    public static readonly Guid Producer = Guid.Parse("70726f62-6500-8000-8000-000000000000");

    /// <summary>When the queue had taken it.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When the drain had settled it.</summary>
    public DateTimeOffset? StoredAt { get; init; }

    /// <summary>When everything that was received up to it was in the rollups.</summary>
    public DateTimeOffset? RolledUpAt { get; init; }

    public bool HasArrived => QueuedAt is not null && StoredAt is not null && RolledUpAt is not null;

    public static Probe At(DateTimeOffset now) => new(new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMillisecond, TimeSpan.Zero));

    public EncodedEnvelope ToEnvelope() => EnvelopeCodec.EncodeHeartbeat(new EnvelopeHeader(Producer, 0, 0, SentAt) { IsLast = true });
}

/// <summary>The parts of the way that are noted one by one.</summary>
public enum ProbeStage
{
    Queued,
    Stored,
}

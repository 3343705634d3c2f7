namespace Pipeline.Core.Ingestion.Queue;

/// <summary>
/// The part of an envelope that stays readable when its content is damaged. An envelope carries items of one producer, numbered
/// without gap, so that the drain side knows what was accepted and sees when something is missing.
/// </summary>
/// <param name="Producer">One sending lane of one ingest process.</param>
/// <param name="Sequence">The number of the first item; the n-th item (from 0) has <c>Sequence + n</c>.</param>
/// <param name="Count">The number of items.</param>
/// <param name="ReceivedAt">When the first item was received.</param>
public sealed record EnvelopeHeader(Guid Producer, long Sequence, int Count, DateTimeOffset ReceivedAt);

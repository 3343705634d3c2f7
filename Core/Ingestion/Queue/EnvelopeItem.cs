namespace Pipeline.Core.Ingestion.Queue;

/// <param name="Kind">What <paramref name="Json"/> describes.</param>
/// <param name="Json">One JSON object, UTF-8.</param>
public readonly record struct EnvelopeItem(EnvelopeItemKind Kind, ReadOnlyMemory<byte> Json);

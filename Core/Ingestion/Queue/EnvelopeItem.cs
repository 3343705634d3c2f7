using System.Text.Json;

namespace Pipeline.Core.Ingestion.Queue;

/// <param name="Kind">What <paramref name="Json"/> describes.</param>
/// <param name="Json">One JSON object, UTF-8.</param>
public readonly record struct EnvelopeItem(EnvelopeItemKind Kind, ReadOnlyMemory<byte> Json);

public enum EnvelopeItemKind
{
    Event,
    Profile,
}

/// <summary>Converts one item while its envelope is read, so that no item has to be read twice.</summary>
/// <param name="header">The envelope's header.</param>
/// <param name="sequence">The item's number in its producer's sequence.</param>
/// <param name="kind">What the item describes.</param>
/// <param name="text">The text that <paramref name="json"/> reads: valid UTF-8, and never written to again.</param>
/// <param name="json">Made with <see cref="Events.EventReader.JsonOptions"/>. Stands at the item's first token and must be left at its last one.</param>
/// <exception cref="JsonException">The text is not JSON: the whole envelope is unreadable.</exception>
public delegate T EnvelopeItemReader<out T>(
    EnvelopeHeader header, long sequence, EnvelopeItemKind kind, ReadOnlyMemory<byte> text, ref Utf8JsonReader json);

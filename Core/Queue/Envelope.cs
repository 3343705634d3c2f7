namespace Pipeline.Core.Queue;

/// <summary>
/// What one queue message carries: items of one producer, numbered without gap from <paramref name="Sequence"/>, so that the
/// drain side knows what was accepted and sees when something is missing.
/// </summary>
/// <param name="Producer">One sending lane of one ingest process.</param>
/// <param name="Sequence">The number of the first item; the n-th item (from 0) has <c>Sequence + n</c>.</param>
/// <param name="ReceivedAt">When the first item was received.</param>
/// <param name="Items">Events and profiles, each as UTF-8 JSON.</param>
public sealed record Envelope(Guid Producer, long Sequence, DateTimeOffset ReceivedAt, IReadOnlyList<EnvelopeItem> Items)
{
    public EnvelopeHeader Header => new(Producer, Sequence, Items.Count, ReceivedAt);
}

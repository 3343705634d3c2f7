using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <param name="Events">The events that were found, each once, ordered by (timestamp, event id).</param>
/// <param name="Damaged">The archived parts that could not be searched: their events are missing.</param>
public sealed record FoundEvents(IReadOnlyList<RawEvent> Events, IReadOnlyList<DamagedPartException> Damaged);

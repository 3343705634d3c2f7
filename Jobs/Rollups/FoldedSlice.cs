using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <param name="Start">Start of the slice.</param>
/// <param name="Rollup">What its raw events add up to.</param>
/// <param name="EventsRead">Raw events read since the slice before it.</param>
internal readonly record struct FoldedSlice(DateTimeOffset Start, Rollup Rollup, int EventsRead);

namespace Pipeline.Core.Analytics;

/// <summary>A single number, in the shape that clients of this kind of API expect: a list of one of these.</summary>
public sealed record Tally(long Count);

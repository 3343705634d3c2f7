namespace Pipeline.Core.Archive.Catalogue;

/// <summary>A part whose events were brought back to the raw store, where they stay for as long as new ones.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Generation">Which part of it that was.</param>
/// <param name="Key">Where its file was.</param>
/// <param name="RestoredAt">When it was brought back.</param>
public sealed record RestoredPart(DateOnly Day, int Generation, string Key, DateTimeOffset RestoredAt);

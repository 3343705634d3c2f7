namespace Pipeline.Core.Archive.Catalogue;

/// <summary>A part that counts no more, and whose file is to be deleted.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Generation">Which part of it that was.</param>
/// <param name="Key">Where its file is.</param>
public sealed record RetiredPart(DateOnly Day, int Generation, string Key);

namespace Pipeline.Core.Archive.Catalogue;

/// <summary>One proved file of an archived day. The late events of a day form its next generation.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="Generation">1 for the first file of the day.</param>
/// <param name="Key">Where the file lies, see <see cref="IArchiveFiles"/>.</param>
/// <param name="Rows">Events in it.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ContentHash">Hash over its events whatever their order, as lower-case hex.</param>
/// <param name="ArchivedAt">When it was proved.</param>
public sealed record ArchivedPart(
    DateOnly Day, int Generation, string Key, long Rows, long Bytes, string ContentHash, DateTimeOffset ArchivedAt);

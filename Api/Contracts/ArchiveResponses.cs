using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.History;

namespace Pipeline.Api.Contracts;

/// <summary>A day and its archived parts.</summary>
/// <param name="Day">The UTC day.</param>
/// <param name="State">hot, sealed, archived, late (archived, with events that came later) or damaged.</param>
/// <param name="Rows">Events in its parts.</param>
/// <param name="Bytes">Size of its parts.</param>
/// <param name="RestoredAt">When it was brought back from the archive; null when it never was, or was archived again.</param>
/// <param name="Parts">Its parts, by generation.</param>
internal sealed record ArchiveDayResponse(
    DateOnly Day, string State, long Rows, long Bytes, DateTimeOffset? RestoredAt, IReadOnlyList<ArchiveDayResponse.Part> Parts)
{
    public static ArchiveDayResponse Of(ArchiveDay day) => new(
        day.Day,
        day.State.ToString().ToLowerInvariant(),
        day.Parts.Sum(part => part.Rows),
        day.Parts.Sum(part => part.Bytes),
        day.RestoredAt,
        [.. day.Parts.Select(Part.Of)]);

    /// <param name="Generation">1 for what was archived first, later ones for events that came later.</param>
    /// <param name="Key">Where its file lies in the archive.</param>
    /// <param name="Rows">Events in it.</param>
    /// <param name="Bytes">Size of the file.</param>
    /// <param name="Sha256">Hash of the file, hexadecimal.</param>
    /// <param name="ContentHash">Hash over its events whatever their order, hexadecimal.</param>
    /// <param name="First">Time of its earliest event.</param>
    /// <param name="Last">Time of its latest event.</param>
    /// <param name="SchemaVersion">Layout of the file.</param>
    /// <param name="ArchivedAt">When it was archived.</param>
    /// <param name="VerifiedAt">When it was last proved, or found damaged.</param>
    /// <param name="Problem">What is wrong with it; null when nothing is known to be.</param>
    internal sealed record Part(
        int Generation,
        string Key,
        long Rows,
        long Bytes,
        string Sha256,
        string ContentHash,
        DateTimeOffset First,
        DateTimeOffset Last,
        int SchemaVersion,
        DateTimeOffset ArchivedAt,
        DateTimeOffset VerifiedAt,
        string? Problem)
    {
        public static Part Of(ArchivedPart part) => new(
            part.Generation,
            part.Key,
            part.Rows,
            part.Bytes,
            part.Sha256,
            part.ContentHash,
            part.First,
            part.Last,
            part.SchemaVersion,
            part.ArchivedAt,
            part.VerifiedAt,
            part.Problem);
    }
}

/// <summary>What would be deleted if events were kept for some days.</summary>
/// <param name="KeepDays">For how many days after the end of their UTC day.</param>
/// <param name="Configured">How many days they are kept for; 0 for ever.</param>
/// <param name="From">The first UTC day that would lose its events; null when there is none.</param>
/// <param name="To">The last one.</param>
/// <param name="Days">How many days.</param>
/// <param name="Events">Their events, wherever they are.</param>
/// <param name="Files">Their files in the archive.</param>
/// <param name="Bytes">Size of the files.</param>
internal sealed record ExpiringResponse(
    int KeepDays, int Configured, DateOnly? From, DateOnly? To, int Days, long Events, int Files, long Bytes)
{
    public static ExpiringResponse Of(int keepDays, int configured, IReadOnlyList<ExpiringDay> days) => new(
        keepDays,
        configured,
        days.Count == 0 ? null : days[0].Day,
        days.Count == 0 ? null : days[^1].Day,
        days.Count,
        days.Sum(day => day.Events),
        days.Sum(day => day.Files),
        days.Sum(day => day.Bytes));
}

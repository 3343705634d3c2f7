using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Where the events of a UTC day lie.</summary>
/// <param name="Day">The day.</param>
/// <param name="IsOpen">Whether it has a raw collection that events are still stored in.</param>
/// <param name="Generations">What of it is sealed or archived.</param>
public sealed record HistoryDay(DateOnly Day, bool IsOpen, DayGenerations Generations);

/// <summary>What of a day no longer changes.</summary>
/// <param name="Sealed">Generations on their way to the archive, in order; none that is in the catalogue.</param>
/// <param name="Parts">Archived generations, in order.</param>
public sealed record DayGenerations(IReadOnlyList<SealedDay> Sealed, IReadOnlyList<ArchivedPart> Parts)
{
    public static readonly DayGenerations None = new([], []);

    /// <summary>Whether the same generations lie at the same places.</summary>
    public bool IsSameAs(DayGenerations other) =>
        Sealed.SequenceEqual(other.Sealed)
        && Parts.Select(part => (part.Generation, part.ContentHash)).SequenceEqual(other.Parts.Select(part => (part.Generation, part.ContentHash)));
}

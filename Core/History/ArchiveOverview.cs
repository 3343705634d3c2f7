using Pipeline.Core.Archive.Catalogue;

namespace Pipeline.Core.History;

/// <summary>Where the events of each day lie, at a glance. Nothing is counted that is not counted already.</summary>
public sealed class ArchiveOverview(EventHistory history, IArchiveCatalogue catalogue)
{
    /// <summary>The days that have events anywhere, latest first.</summary>
    public async Task<IReadOnlyList<ArchiveDay>> ReadAsync(CancellationToken cancellationToken)
    {
        var restored = (await catalogue.GetRestoredAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
            .GroupBy(part => part.Day).ToDictionary(day => day.Key, day => (DateTimeOffset?)day.Max(part => part.RestoredAt));
        return [.. (await history.GetDaysAsync(cancellationToken)).Reverse().Select(day => new ArchiveDay(
            day.Day, StateOf(day), day.Generations.Parts, restored.GetValueOrDefault(day.Day)))];
    }

    private static ArchiveDayState StateOf(HistoryDay day)
    {
        var (pending, parts) = (day.Generations.Sealed, day.Generations.Parts);
        return parts.Any(part => part.Problem is not null) ? ArchiveDayState.Damaged
            : parts.Count == 0 ? pending.Count > 0 ? ArchiveDayState.Sealed : ArchiveDayState.Hot
            : day.IsOpen || pending.Count > 0 ? ArchiveDayState.Late
            : ArchiveDayState.Archived;
    }
}

/// <param name="Day">The UTC day.</param>
/// <param name="State">Where its events lie.</param>
/// <param name="Parts">Its archived parts, by generation.</param>
/// <param name="RestoredAt">When it was last brought back from the archive; null when it never was, or was archived again.</param>
public sealed record ArchiveDay(DateOnly Day, ArchiveDayState State, IReadOnlyList<ArchivedPart> Parts, DateTimeOffset? RestoredAt);

public enum ArchiveDayState
{
    /// <summary>In the raw store alone.</summary>
    Hot,

    /// <summary>On the way to the archive.</summary>
    Sealed,

    /// <summary>In the archive alone.</summary>
    Archived,

    /// <summary>In the archive, and in the raw store there are events that came later.</summary>
    Late,

    /// <summary>A file of it is missing, altered or not readable.</summary>
    Damaged,
}

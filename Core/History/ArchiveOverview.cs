using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.History;

/// <summary>Where the events of each day lie, at a glance. Nothing is counted that is not counted already.</summary>
public sealed class ArchiveOverview(IRawStore raw, ISealedDays sealedDays, IArchiveCatalogue catalogue)
{
    /// <summary>The days that have events anywhere, latest first.</summary>
    public async Task<IReadOnlyList<ArchiveDay>> ReadAsync(CancellationToken cancellationToken)
    {
        // Events move from the open day to the sealed one and to the archive: read in that order, none is missed.
        var open = (await raw.GetDaysAsync(cancellationToken)).ToHashSet();
        var closed = (await sealedDays.GetAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken)).ToLookup(found => found.Day);
        var parts = (await catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken)).ToLookup(part => part.Day);
        var restored = (await catalogue.GetRestoredAsync(DateOnly.MinValue, DateOnly.MaxValue, cancellationToken))
            .GroupBy(part => part.Day).ToDictionary(day => day.Key, day => day.Max(part => part.RestoredAt));
        return
        [
            .. open.Concat(closed.Select(found => found.Key)).Concat(parts.Select(found => found.Key)).Distinct().OrderDescending()
                .Select(day => Of(day, open.Contains(day), closed[day].Any(), [.. parts[day]], restored.GetValueOrDefault(day))),
        ];
    }

    private static ArchiveDay Of(DateOnly day, bool isOpen, bool isSealed, IReadOnlyList<ArchivedPart> parts, DateTimeOffset restoredAt) => new(
        day,
        parts.Any(part => part.Problem is not null) ? ArchiveDayState.Damaged
            : parts.Count == 0 ? isSealed ? ArchiveDayState.Sealed : ArchiveDayState.Hot
            : isOpen || isSealed ? ArchiveDayState.Late
            : ArchiveDayState.Archived,
        parts,
        restoredAt == default ? null : restoredAt);
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

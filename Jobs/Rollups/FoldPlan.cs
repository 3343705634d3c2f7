using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Says which hours to fold together. The file of an archived day is sorted by user: reading an hour of it costs as much as reading all of
/// it, so all dirty hours of the day are folded from one reading.
/// </summary>
internal sealed class FoldPlan
{
    private readonly Dictionary<DirtyHour, IReadOnlyList<DirtyHour>> _groups;

    private FoldPlan(Dictionary<DirtyHour, IReadOnlyList<DirtyHour>> groups) => _groups = groups;

    /// <param name="folder">Knows which days have files.</param>
    /// <param name="hours">The hours that are folded whole.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<FoldPlan> OfAsync(
        HistoryFolder folder, IReadOnlyList<DirtyHour> hours, CancellationToken cancellationToken)
    {
        if (hours.Count == 0)
        {
            return new FoldPlan([]);
        }

        var days = await folder.FindDaysToFoldAtOnceAsync(
            hours.Min(hour => hour.Hour.Start), hours.Max(hour => hour.Hour.End), cancellationToken);
        // An hour that lies in two days goes with the first of them that has a file.
        var groups = hours
            .Select(hour => (Hour: hour, Days: HourFold.UtcDaysOf(hour.Hour).Where(days.Contains).ToList()))
            .Where(hour => hour.Days.Count > 0)
            .GroupBy(hour => hour.Days[0], hour => hour.Hour);
        return new FoldPlan(groups
            .SelectMany(group => group.Select(hour => (Hour: hour, Group: (IReadOnlyList<DirtyHour>)[.. group])))
            .ToDictionary(hour => hour.Hour, hour => hour.Group));
    }

    /// <summary>The hours to be folded together with this one, including it; none when it is folded alone.</summary>
    public IReadOnlyList<DirtyHour> FindGroup(DirtyHour hour) => _groups.GetValueOrDefault(hour) ?? [];
}

/// <summary>An hour of the reporting zone with dirty slices. It is identified by being the same object.</summary>
/// <param name="Hour">The hour.</param>
/// <param name="Slices">Its dirty slices, ascending.</param>
internal sealed record DirtyHour(TimeRange Hour, IReadOnlyList<DirtySlice> Slices);

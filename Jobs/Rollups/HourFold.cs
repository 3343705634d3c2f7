using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Folding;

namespace Pipeline.Jobs.Rollups;

/// <summary>One of several hours that are folded from the same reading.</summary>
internal sealed class HourFold(TimeRange hour)
{
    private readonly RollupFolder _folder = new();

    public TimeRange Hour => hour;

    /// <summary>The UTC days that the hour lies in: two in zones with half hours.</summary>
    public IReadOnlyList<DateOnly> UtcDays { get; } = UtcDaysOf(hour);

    /// <summary>Events in it.</summary>
    public int EventsRead { get; private set; }

    /// <summary>Why it could not be folded; null when it was.</summary>
    public Exception? Failure { get; private set; }

    public static IReadOnlyList<DateOnly> UtcDaysOf(TimeRange hour)
    {
        var (first, last) = (DateOnly.FromDateTime(hour.Start.UtcDateTime), DateOnly.FromDateTime(hour.End.AddTicks(-1).UtcDateTime));
        return first == last ? [first] : [first, last];
    }

    public void Add(Event evt, int user)
    {
        _folder.Add(evt, user);
        EventsRead++;
    }

    public void AddSessions(int count) => _folder.AddSessions(count);

    public void Fail(Exception failure) => Failure ??= failure;

    /// <summary>What the events add up to. Used once.</summary>
    public Rollup ToRollup() => _folder.ToRollup();
}

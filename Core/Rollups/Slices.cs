namespace Pipeline.Core.Rollups;

/// <summary>
/// Slices are 20 seconds of UTC: short enough that refreshing one every five seconds reads each event less than five times, and long
/// enough that an hour does not have too many. Three make a minute, and the hours and days of every zone are made of whole minutes.
/// </summary>
public static class Slices
{
    public static readonly TimeSpan Width = TimeSpan.FromSeconds(20);

    public static DateTimeOffset StartOf(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % Width.Ticks, TimeSpan.Zero);

    /// <summary>The end of the slice that starts at <paramref name="start"/>; the last slice of year 9999 ends at the maximum time.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset start) =>
        DateTimeOffset.MaxValue - start < Width ? DateTimeOffset.MaxValue : start + Width;
}

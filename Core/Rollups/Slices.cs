namespace Pipeline.Core.Rollups;

/// <summary>
/// Slices are UTC minutes: short enough that refreshing one every few seconds reads each event only a handful of times, and
/// every time zone's hours and days are made of whole ones.
/// </summary>
public static class Slices
{
    public static readonly TimeSpan Width = TimeSpan.FromMinutes(1);

    public static DateTimeOffset StartOf(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % Width.Ticks, TimeSpan.Zero);

    /// <summary>The end of the slice that starts at <paramref name="start"/>; the last slice of year 9999 ends with time itself.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset start) =>
        DateTimeOffset.MaxValue - start < Width ? DateTimeOffset.MaxValue : start + Width;
}

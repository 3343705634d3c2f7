namespace Pipeline.Core.Processing;

/// <summary>Hours of the ledger are hours of UTC, whatever the reporting zone is.</summary>
internal static class UtcHour
{
    /// <summary>The start of an instant's hour.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant) =>
        new(instant.UtcTicks - instant.UtcTicks % TimeSpan.TicksPerHour, TimeSpan.Zero);
}

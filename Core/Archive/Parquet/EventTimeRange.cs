using System.Globalization;

namespace Pipeline.Core.Archive.Parquet;

/// <summary>Event times in milliseconds since 1970, from one included to another excluded.</summary>
internal readonly record struct EventTimeRange(long From, long To)
{
    public static EventTimeRange Of(DateTimeOffset from, DateTimeOffset to) => new(Bound(from), Bound(to));

    public bool Has(long time) => time >= From && time < To;

    /// <summary>The range as a condition on the column <c>timestamp</c>.</summary>
    public string ToSql() => string.Create(
        CultureInfo.InvariantCulture,
        $"timestamp >= make_timestamptz({From * 1_000}) AND timestamp < make_timestamptz({To * 1_000})");

    // Event times are whole milliseconds: those from a time on are those from the next whole one on.
    private static long Bound(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds() + (time.UtcTicks % TimeSpan.TicksPerMillisecond > 0 ? 1 : 0);
}

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>Times as they are stored: Unix milliseconds, negative before 1970, down to the year 1.</summary>
internal static class SqliteTime
{
    public static long ToStored(this DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    /// <summary>Rounds a bound between milliseconds up: a stored time is below the bound exactly when it is below the result.</summary>
    public static long ToBound(this DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds() + (instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    public static DateTimeOffset FromStored(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? FromStored(long? milliseconds) =>
        milliseconds is { } value ? FromStored(value) : null;
}

namespace Pipeline.Core.Rollups;

/// <param name="Level">Slice, hour, day or month.</param>
/// <param name="Zone">IANA id of the reporting time zone; empty for slices.</param>
/// <param name="Start">The bucket's first instant, UTC.</param>
public readonly record struct BucketKey(BucketLevel Level, string Zone, DateTimeOffset Start)
{
    public static BucketKey Slice(DateTimeOffset start) => new(BucketLevel.Slice, "", start);

    public override string ToString() => $"{Level} {Start:yyyy-MM-ddTHH:mm:ssZ} {Zone}".TrimEnd();
}

public enum BucketLevel
{
    /// <summary>A stretch of UTC time, see <see cref="Slices"/>. Independent of the reporting time zone.</summary>
    Slice,

    /// <summary>An hour of the reporting time zone.</summary>
    Hour,

    /// <summary>A calendar day of the reporting time zone.</summary>
    Day,

    /// <summary>A calendar month of the reporting time zone.</summary>
    Month,
}

namespace Pipeline.Core.Rollups;

/// <param name="Level">Slice, hour, day or month.</param>
/// <param name="Zone">IANA id of the reporting time zone; empty for slices.</param>
/// <param name="Start">The bucket's first instant, UTC.</param>
public readonly record struct RollupKey(RollupLevel Level, string Zone, DateTimeOffset Start)
{
    public static RollupKey Slice(DateTimeOffset start) => new(RollupLevel.Slice, "", start);
}

namespace Pipeline.Tools.Bench.Scale;

/// <summary>What the large shop's server is filled with.</summary>
/// <param name="Now">When the last event happens.</param>
internal sealed record ScalePlan(DateTimeOffset Now)
{
    /// <summary>Calendar days with traffic, today included.</summary>
    public const int Days = 76;

    /// <summary>Calendar days over which the sessions of <see cref="PlantedVisits"/> are spread, today included.</summary>
    public const int PlantedDays = 90;

    public int Files { get; init; } = 3;

    public int EventsPerFile { get; init; } = 3_000_000;

    /// <summary>Events that are sent after the files.</summary>
    public int MoreEvents { get; init; } = 1_000_000;

    /// <summary>One user in so many has a name.</summary>
    public int UsersPerName { get; init; } = 10;

    public int Events => Files * EventsPerFile + MoreEvents;

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    public DateOnly FirstDay => Today.AddDays(1 - Days);

    public DateOnly FirstPlantedDay => Today.AddDays(1 - PlantedDays);

    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

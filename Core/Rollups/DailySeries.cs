namespace Pipeline.Core.Rollups;

/// <summary>A number or two for each calendar day that has any. Immutable.</summary>
public sealed class DailySeries
{
    public static readonly DailySeries Empty = new(new Dictionary<DateOnly, DayPoint>());

    internal DailySeries(IReadOnlyDictionary<DateOnly, DayPoint> days) => Days = days;

    public IReadOnlyDictionary<DateOnly, DayPoint> Days { get; }

    /// <summary>The series of one day; empty when the point is zero.</summary>
    public static DailySeries Of(DateOnly day, DayPoint point) =>
        point == default ? Empty : new(new Dictionary<DateOnly, DayPoint> { [day] = point });

    public DailySeries Plus(DailySeries other) => Sum([this, other]);

    internal static DailySeries Sum(IEnumerable<DailySeries> parts) =>
        Maps.Sum(parts.Select(part => part.Days), (a, b) => a.Plus(b)) is { Count: > 0 } days ? new(days) : Empty;
}

/// <param name="Sessions">Sessions that start on the day.</param>
/// <param name="Orders">ORDER_PLACED events of the day.</param>
public readonly record struct DayPoint(long Sessions, long Orders)
{
    public DayPoint Plus(DayPoint other) => new(Sessions + other.Sessions, Orders + other.Orders);
}

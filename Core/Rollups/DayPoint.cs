namespace Pipeline.Core.Rollups;

/// <param name="Sessions">Sessions that start on the day.</param>
/// <param name="Orders">ORDER_PLACED events of the day.</param>
public readonly record struct DayPoint(long Sessions, long Orders)
{
    public DayPoint Plus(DayPoint other) => new(Sessions + other.Sessions, Orders + other.Orders);
}

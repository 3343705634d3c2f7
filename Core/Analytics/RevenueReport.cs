using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What was sold.</summary>
public sealed record RevenueReport : RangeReport
{
    /// <summary>The report reads nothing but the totals.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [];

    private RevenueReport(RangeSum sum)
        : base(sum)
    {
    }

    public required IReadOnlyList<Stats> RevenueStats { get; init; }

    /// <summary>Every day of the range through today.</summary>
    public required IReadOnlyList<DayOrders> OrdersOverTime { get; init; }

    public static RevenueReport Of(RangeSum sum) => new(sum)
    {
        RevenueStats = [new(
            sum.Rollup.Events.Orders,
            ExactNumber.WithoutTrailingZeros(sum.Rollup.Revenue),
            sum.Rollup.PricedOrders == 0
                ? 0
                : Math.Round(sum.Rollup.Revenue / sum.Rollup.PricedOrders, 2, MidpointRounding.AwayFromZero))],
        OrdersOverTime = [.. sum.Days.Select(day =>
            new DayOrders(day.Start, sum.Rollup.Days.Days.GetValueOrDefault(day.Day).Orders))],
    };

    /// <param name="Orders">All orders.</param>
    /// <param name="Revenue">Σ of the numeric amounts.</param>
    /// <param name="AvgOrderValue">Mean of the numeric amounts, 2 decimals; 0 when there are none.</param>
    public sealed record Stats(long Orders, decimal Revenue, decimal AvgOrderValue);

    /// <param name="Date">The day's first instant.</param>
    /// <param name="Orders">Orders of the day.</param>
    public sealed record DayOrders(DateTimeOffset Date, long Orders);
}

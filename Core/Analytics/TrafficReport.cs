using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>How many came, and where they went.</summary>
public sealed record TrafficReport : RangeReport
{
    public const int DefaultPages = 100;

    /// <summary>What the report reads.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [RollupPart.PageViews, RollupPart.Users];

    private TrafficReport(RangeSum sum, string? note)
        : base(sum, note)
    {
    }

    /// <summary>Sessions that start in the range.</summary>
    public required IReadOnlyList<Tally> TotalSessions { get; init; }

    /// <summary>Distinct users with any event.</summary>
    public required IReadOnlyList<Tally> ActiveUsers { get; init; }

    /// <summary>PAGE_VIEW + SEARCH + ORDER_PLACED by page, most first, then by page.</summary>
    public required IReadOnlyList<PageViews> PageViewsByPage { get; init; }

    /// <summary>How many different pages there are.</summary>
    public required int PageViewsByPageTotal { get; init; }

    /// <summary>The views of all pages.</summary>
    public required IReadOnlyList<Tally> TotalPageViews { get; init; }

    /// <summary>Every day of the range through today.</summary>
    public required IReadOnlyList<DaySessions> SessionsOverTime { get; init; }

    public static TrafficReport Of(RangeSum sum, ListWindow pages) => new(sum, TrimNote(sum.Rollup.PageViews.Exact, "pageViewsByPage"))
    {
        TotalSessions = [new(sum.Rollup.Sessions)],
        ActiveUsers = [new(sum.Rollup.Users.Count)],
        PageViewsByPage = [.. Ranking.Top(sum.Rollup.PageViews.Counts, pages).Select(page => new PageViews(page.Key, page.Count))],
        PageViewsByPageTotal = sum.Rollup.PageViews.Counts.Count,
        TotalPageViews = [new(sum.Rollup.PageViews.Total)],
        SessionsOverTime = [.. sum.Days.Select(day =>
            new DaySessions(day.Start, sum.Rollup.Days.Days.GetValueOrDefault(day.Day).Sessions))],
    };

    public sealed record PageViews(string Page, long Views);

    /// <param name="Date">The day's first instant.</param>
    /// <param name="Sessions">Sessions that start on the day.</param>
    public sealed record DaySessions(DateTimeOffset Date, long Sessions);
}

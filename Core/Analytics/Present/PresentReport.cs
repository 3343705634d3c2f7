namespace Pipeline.Core.Analytics.Present;

/// <summary>What is happening at the moment.</summary>
/// <param name="AsOf">When this was put together.</param>
/// <param name="Minutes">The last 30 UTC minutes, the current one included, oldest first; quiet ones too.</param>
/// <param name="ActiveUsers">Distinct users with any event in the last five minutes, to the slice.</param>
/// <param name="TopPages">The ten pages of those 30 minutes with most views, then by page.</param>
/// <param name="Freshness">How current this is.</param>
public sealed record PresentReport(
    DateTimeOffset AsOf,
    IReadOnlyList<PresentReport.MinuteCounts> Minutes,
    IReadOnlyList<Tally> ActiveUsers,
    IReadOnlyList<TrafficReport.PageViews> TopPages,
    Freshness Freshness)
{
    /// <param name="Minute">Its first instant.</param>
    /// <param name="Events">Events of any type.</param>
    /// <param name="PageViews">PAGE_VIEW + SEARCH + ORDER_PLACED, as in <see cref="TrafficReport"/>.</param>
    /// <param name="Orders">ORDER_PLACED.</param>
    public sealed record MinuteCounts(DateTimeOffset Minute, long Events, long PageViews, long Orders);
}

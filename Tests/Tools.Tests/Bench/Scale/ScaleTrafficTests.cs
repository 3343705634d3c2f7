using Pipeline.Core.Ingestion.Events;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale;
using Xunit;

namespace Pipeline.Tools.Tests.Bench.Scale;

public sealed class ScaleTrafficTests
{
    private static readonly ScalePlan Plan =
        new(new DateTimeOffset(2025, 6, 18, 15, 0, 0, TimeSpan.Zero)) { EventsPerFile = 12_000, MoreEvents = 20_000 };

    [Fact]
    public void Totals_AfterSomeEvents_AreThoseOfTheEvents()
    {
        var traffic = new ScaleTraffic(Plan);
        _ = traffic.Take(Plan.EventsPerFile).Count();
        var events = new ScaleTraffic(Plan).Take(2 * Plan.EventsPerFile).ToList();

        _ = traffic.Take(Plan.EventsPerFile).Count();

        var views = events.Where(item => item.EventType is EventTypes.PageView or EventTypes.Search or EventTypes.OrderPlaced);
        var orders = events.Where(item => item.EventType == EventTypes.OrderPlaced).ToList();
        var expected = new ShopTotals(
            events.DistinctBy(item => item.SessionId).Count(),
            events.DistinctBy(item => item.UserId).Count(),
            views.CountBy(item => item.Page).OrderByDescending(page => page.Value).Take(1_000).Sum(page => page.Value),
            events.Count(item => item.EventType == EventTypes.Search),
            events.Count(item => item.EventType == EventTypes.AddToCart),
            orders.Count,
            orders.Sum(order => order.Amount!.Value));
        Assert.Equal(expected, traffic.Totals);
    }

    [Fact]
    public void Take_WholePlan_FillsItsDaysAndHasEveryPlantedEvent()
    {
        var events = new ScaleTraffic(Plan).Take(Plan.Events).ToList();
        var planted = events.Where(IsPlanted).ToList();
        var days = events.Where(item => !IsPlanted(item)).GroupBy(item => DateOnly.FromDateTime(item.Timestamp.UtcDateTime)).ToList();

        Assert.Equal(PlantedVisits.Events, planted.Count);
        Assert.Equal(Enumerable.Range(0, ScalePlan.Days).Select(Plan.FirstDay.AddDays), days.Select(day => day.Key).Order());
        Assert.All(events, item => Assert.True(item.Timestamp <= Plan.Now));
        Assert.Equal(Plan.FirstPlantedDay, DateOnly.FromDateTime(planted.Min(item => item.Timestamp).UtcDateTime));
    }

    private static bool IsPlanted(BenchEvent item) => item.UserId.StartsWith("planted", StringComparison.Ordinal);
}

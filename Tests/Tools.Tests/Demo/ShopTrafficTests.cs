using System.Text.Json;
using Pipeline.Tools.Demo;
using Xunit;

namespace Pipeline.Tools.Tests.Demo;

public sealed class ShopTrafficTests
{
    private static readonly DateTimeOffset Until = new(2025, 6, 18, 15, 0, 0, TimeSpan.Zero);

    private static readonly ShopTrafficOptions Month = new(Seed: 1, Until, Days: 31, Shoppers: 2_800, VisitsPerDay: 230);

    [Fact]
    public void Events_SameSeed_AreTheSame()
    {
        var options = Month with { Days = 2 };

        Assert.Equal(Read(options), Read(options));
        Assert.NotEqual(Read(options), Read(options with { Seed = 2 }));
    }

    [Fact]
    public void Events_AMonth_IsInOrderOfSendingAndEndsAtTheEnd()
    {
        var events = new ShopTraffic(Month).Events().ToList();

        Assert.Equal(events.OrderBy(e => e.SentAt).Select(e => e.SentAt), events.Select(e => e.SentAt));
        Assert.All(events, e => Assert.InRange(e.SentAt, e.Timestamp, Until));
        Assert.Equal(31, events.Select(e => e.Timestamp.UtcDateTime.Date).Distinct().Count());
        Assert.Contains(events, e => e.SentAt - e.Timestamp > TimeSpan.FromHours(1));
    }

    [Fact]
    public void Events_AMonth_LooksLikeAShop()
    {
        var traffic = new ShopTraffic(Month);
        var events = traffic.Events().Select(e => JsonSerializer.Deserialize<JsonElement>(e.Json.Span)).ToList();
        var byType = events.CountBy(e => e.GetProperty("eventType").GetString()!).ToDictionary();

        Assert.InRange(events.Count, 40_000, 80_000);
        Assert.InRange(traffic.Visitors.Count, 2_000, 3_000);
        Assert.Equal(events.Count, events.Select(e => e.GetProperty("eventId").GetGuid()).Distinct().Count());
        Assert.True(byType["PAGE_VIEW"] > byType["SEARCH"]);
        Assert.True(byType["SEARCH"] > byType["ADD_TO_CART"]);
        Assert.True(byType["ADD_TO_CART"] > byType["ORDER_PLACED"]);
        Assert.True(byType["ORDER_PLACED"] > byType["REMOVE_FROM_CART"]);
        Assert.Contains(events, e => e.GetProperty("metadata").TryGetProperty("resultCount", out var count) && count.GetInt32() == 0);
        Assert.Contains(events, e => !e.GetProperty("metadata").TryGetProperty("device", out _));
    }

    private static List<string> Read(ShopTrafficOptions options) =>
        [.. new ShopTraffic(options).Events().Select(e => System.Text.Encoding.UTF8.GetString(e.Json.Span))];
}

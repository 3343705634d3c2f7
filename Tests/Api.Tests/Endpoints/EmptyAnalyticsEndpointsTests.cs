using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

/// <summary>Requests that need no numbers, all to one API that has none.</summary>
public sealed class EmptyAnalyticsEndpointsTests(ReadApi api) : IClassFixture<ReadApi>
{
    public static TheoryData<string> Routes =>
        ["traffic", "search", "product-and-cart", "revenue-and-conversion", "user-behavior-and-funnel"];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Get_NothingKnownYet_AnswersEmpty(string route)
    {
        var data = (await api.GetAsync($"/api/analytics/{route}?period=this_year")).GetProperty("data");

        Json.Equal("""{"completeThrough":null}""", data.GetProperty("freshness"));
        Assert.Equal("2025-12-31T23:00:00.000Z", data.GetProperty("start").GetString());
        Assert.Equal("2026-03-11T11:00:00.000Z", data.GetProperty("end").GetString());
        Assert.False(data.TryGetProperty("notes", out _));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Get_BadRange_NamesTheRule(string route)
    {
        await api.RefusesAsync($"/api/analytics/{route}", "period: is required unless both from and to are given");
        await api.RefusesAsync(
            $"/api/analytics/{route}?period=today&from=2026-03-01&to=2026-03-02", "period: must not be combined with from and to");
        await api.RefusesAsync($"/api/analytics/{route}?from=2026-03-01", "to: is required when from is given");
        await api.RefusesAsync($"/api/analytics/{route}?from=2026-03-02&to=2026-03-01", "from: must not be after to");
        await api.RefusesAsync(
            $"/api/analytics/{route}?from=2010-01-01&to=2026-03-01", "from: must be at most 10 years before to, both included");
        await api.RefusesAsync(
            $"/api/analytics/{route}?from=01/03/2026&to=2026-03-01", "from: must be a calendar day written yyyy-MM-dd (got 10 characters)");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task GetTraffic_BadLimit_NamesTheRule(string limit) =>
        await api.RefusesAsync(
            $"/api/analytics/traffic?period=today&limit={limit}",
            $"limit: must be a whole number from 1 to 1,000 (got {Uri.UnescapeDataString(limit).Length} characters)");

    [Theory]
    [InlineData("-1")]
    [InlineData("1000001")]
    public async Task GetSearch_BadOffset_NamesTheRule(string offset) =>
        await api.RefusesAsync(
            $"/api/analytics/search?period=today&offset={offset}",
            $"offset: must be a whole number from 0 to 1,000,000 (got {offset.Length} characters)");

    [Fact]
    public async Task Get_PeriodInOtherWriting_IsTheSame() => Assert.Equal(
        (await api.GetAsync("/api/analytics/traffic?period=yesterday")).GetRawText(),
        (await api.GetAsync("/api/analytics/traffic?period=%20Yesterday%20&from=%20")).GetRawText());

    [Fact]
    public async Task Get_RangeThatIsOver_EndsWithItsLastInstant() => Assert.Equal(
        "2026-03-10T22:59:59.999Z",
        (await api.GetAsync("/api/analytics/traffic?period=yesterday")).GetProperty("data").GetProperty("end").GetString());
}

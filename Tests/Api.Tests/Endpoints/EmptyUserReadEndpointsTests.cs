using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

/// <summary>Requests that need no users, all to one API that has none.</summary>
public sealed class EmptyUserReadEndpointsTests(ReadApi api) : IClassFixture<ReadApi>
{
    [Theory]
    [InlineData("/api/users/search")]
    [InlineData("/api/users/u/sessions")]
    public async Task Get_BadLimitOrQuery_NamesTheRule(string url)
    {
        await api.RefusesAsync($"{url}?limit=0", "limit: must be a whole number from 1 to 50 (got 1 characters)");
        await api.RefusesAsync($"{url}?limit=51", "limit: must be a whole number from 1 to 50 (got 2 characters)");
        await api.RefusesAsync($"{url}?limit=ten", "limit: must be a whole number from 1 to 50 (got 3 characters)");
        await api.RefusesAsync($"{url}?query={new string('x', 257)}", "query: must be at most 256 characters (got 257 characters)");
    }

    [Theory]
    [InlineData("sessions")]
    [InlineData("journeys")]
    public async Task Get_DamagedCursor_NamesTheRule(string route) => await api.RefusesAsync(
        $"/api/users/u/{route}?cursor=xyz", "cursor: must be what an earlier answer had as next (got 3 characters)");

    [Fact]
    public async Task Get_UserNobodyHasSeen_HasNothing()
    {
        Json.Equal("""{"data":[],"total":0}""", await api.GetAsync("/api/users/nobody/sessions"));
        Json.Equal(
            """
            {"data":{"totalEvents":0,"totalPurchaseAmount":0,"totalPurchaseQuantity":0,"totalSessions":0,"orderPlacedSessions":0,
            "conversionRate":0,"sessions":[]}}
            """,
            await api.GetAsync("/api/users/nobody/journeys"));
    }

    [Theory]
    [InlineData("from=2026-03-01", "to: is required when from is given")]
    [InlineData("to=2026-03-01", "from: is required when to is given")]
    [InlineData("from=2026-03-02&to=2026-03-01", "from: must not be after to")]
    [InlineData("from=2016-03-01&to=2026-03-01", "from: must be at most 10 years before to, both included")]
    [InlineData("from=yesterday&to=2026-03-01", "from: must be a calendar day written yyyy-MM-dd or a time with offset such as 2026-03-01T09:30:00+01:00 (got 9 characters)")]
    public async Task GetJourneys_BadRange_NamesTheRule(string query, string message) =>
        await api.RefusesAsync($"/api/users/u/journeys?{query}", message);
}

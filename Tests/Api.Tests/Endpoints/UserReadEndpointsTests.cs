using System.Text;
using System.Text.Json;
using Pipeline.Core.Ingestion.Events;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class UserReadEndpointsTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 11, 11, 0, 0, TimeSpan.Zero);

    private readonly ReadApi _api = new();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Search_UsersWithAndWithoutEventsAndProfile_ShowsWhatIsKnown()
    {
        using var metadata = JsonDocument.Parse("""{"vip":true}""");
        await _api.Users.PutProfilesAsync(
            [new(new("u2", "Ann", "O_o", 30, "DE", "de", metadata.RootElement), Noon, 1)], TestContext.Current.CancellationToken);
        await _api.StoreAsync(At(-60, "u1", "s1"), At(-10, "u1", "s2"));

        Json.Equal(
            """
            {"data":[
            {"userId":"u1","createdAt":"2026-03-11T10:59:00.000Z","lastActiveAt":"2026-03-11T10:59:50.000Z"},
            {"userId":"u2","fname":"Ann","lname":"O_o","age":30,"country":"DE","language":"de","metadata":{"vip":true}}]}
            """,
            await _api.GetAsync("/api/users/search"));
    }

    [Theory]
    [InlineData("query=user%25", "user%")]
    [InlineData("query=R_3", "user_3")]
    [InlineData("query=.*", "")]
    [InlineData("limit=2", "user%,user1")]
    [InlineData("limit=", "user%,user1,user_3")]
    public async Task Search_Text_IsMatchedLiterally(string query, string found)
    {
        await _api.StoreAsync(At(0, "user1", "s"), At(0, "user%", "s"), At(0, "user_3", "s"));

        var users = (await _api.GetAsync($"/api/users/search?{query}")).GetProperty("data");

        Assert.Equal(found, string.Join(',', users.EnumerateArray().Select(user => user.GetProperty("userId").GetString())));
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task Search_MoreThanShown_SaysSo(int limit, bool noted)
    {
        await _api.StoreAsync(At(0, "user1", "s"), At(0, "user2", "s"), At(0, "user3", "s"));

        var answer = await _api.GetAsync($"/api/users/search?query=user&limit={limit}");

        Assert.Equal(limit, answer.GetProperty("data").GetArrayLength());
        Assert.Equal(noted, answer.TryGetProperty("notes", out _));
    }

    [Fact]
    public async Task GetSessions_User_AnswersLatestFirst()
    {
        await _api.StoreAsync(At(-90, "u", "first"), At(-60.5, "u", "first"), At(-10, "u", "second"), At(-5, "v", "third"));

        Json.Equal(
            """
            {"data":[
            {"sessionId":"second","userId":"u","startedAt":"2026-03-11T10:59:50.000Z","lastActivityAt":"2026-03-11T10:59:50.000Z","endedAt":null,
            "durationSeconds":0,"metadata":{}},
            {"sessionId":"first","userId":"u","startedAt":"2026-03-11T10:58:30.000Z","lastActivityAt":"2026-03-11T10:58:59.500Z","endedAt":null,
            "durationSeconds":29.5,"metadata":{}}],"total":2}
            """,
            await _api.GetAsync("/api/users/u/sessions"));
        Assert.Equal(1, (await _api.GetAsync("/api/users/u/sessions?query=FIR")).GetProperty("data").GetArrayLength());
        Assert.Equal(1, (await _api.GetAsync("/api/users/u/sessions?limit=1")).GetProperty("data").GetArrayLength());
    }

    [Theory]
    [InlineData("a/b", "a%2Fb")]
    [InlineData("a b+c%", "a%20b+c%25")]
    [InlineData("désirée", "d%C3%A9sir%C3%A9e")]
    public async Task GetSessions_IdWithEscapes_FindsTheUser(string userId, string escaped)
    {
        await _api.StoreAsync(At(0, userId, "s"));

        Assert.Equal(1, (await _api.GetAsync($"/api/users/{escaped}/sessions")).GetProperty("data").GetArrayLength());
        Assert.Equal(1, (await _api.GetAsync($"/api/users/{escaped}/journeys?from=2026-03-01&to=2026-03-31"))
            .GetProperty("data").GetProperty("sessions").GetArrayLength());
    }

    [Fact]
    public async Task GetSessions_PageByPage_AreAllOfThemWithTheirDevices()
    {
        await _api.StoreAsync([.. Enumerable.Range(0, 5).Select(i =>
            At(-i * 10, "u", $"s{i}", metadata: i == 1 ? """{"device":"mobile","browser":"firefox"}""" : """{"device":7}"""))]);

        var first = await _api.GetAsync("/api/users/u/sessions?limit=3");
        var second = await _api.GetAsync($"/api/users/u/sessions?limit=3&cursor={first.GetProperty("next").GetString()}");

        Assert.Equal(["s0", "s1", "s2"], Ids(first));
        Assert.Equal(["s3", "s4"], Ids(second));
        Assert.Equal((5, 5), (first.GetProperty("total").GetInt32(), second.GetProperty("total").GetInt32()));
        Assert.False(second.TryGetProperty("next", out _));
        Json.Equal("""{"device":"mobile","browser":"firefox"}""", first.GetProperty("data")[1].GetProperty("metadata"));
        Json.Equal("{}", first.GetProperty("data")[0].GetProperty("metadata"));

        static IEnumerable<string?> Ids(JsonElement page) =>
            page.GetProperty("data").EnumerateArray().Select(session => session.GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task GetJourneys_Instants_AreIncludedAndNotCutToDays()
    {
        await _api.StoreAsync(At(-10, "u", "before"), At(0, "u", "at"), At(0.001, "u", "after"));

        var data = (await _api.GetAsync("/api/users/u/journeys?from=2026-03-11T12:00:00%2B01:00&to=2026-03-11T11:00:00Z")).GetProperty("data");

        Assert.Equal("at", Assert.Single(data.GetProperty("sessions").EnumerateArray()).GetProperty("sessionId").GetString());
    }

    [Fact]
    public async Task GetSessions_IdleForMoreThanThirtyMinutes_HaveEnded()
    {
        await _api.StoreAsync(At(-1_800, "u", "open"), At(-1_800.001, "u", "ended"));

        var sessions = (await _api.GetAsync("/api/users/u/sessions")).GetProperty("data");

        Assert.Equal([null, "2026-03-11T10:29:59.999Z"], sessions.EnumerateArray().Select(session => session.GetProperty("endedAt").GetString()));
    }

    [Fact]
    public async Task GetJourneys_User_AnswersSessionsAndTotals()
    {
        await _api.StoreAsync(
            At(-90, "u", "s", page: "/a"),
            At(-60, "u", "s", EventTypes.OrderPlaced, "/checkout", """{"amount": 12.50, "quantity":2,"note":"é"}"""),
            At(-50, "v", "s", page: "/theirs"));

        Json.Equal(
            """
            {"data":{"totalEvents":2,"totalPurchaseAmount":12.50,"totalPurchaseQuantity":2,"totalSessions":1,"orderPlacedSessions":1,
            "conversionRate":100,"sessions":[{"sessionId":"s","startedAt":"2026-03-11T10:58:30.000Z",
            "lastActivityAt":"2026-03-11T10:59:10.000Z","endedAt":null,"totalEvents":2,"totalTimeSpent":40,
            "totalPurchaseAmount":12.50,"totalPurchaseQuantity":2,"totalDistinctPages":2,"hasOrderPlaced":true,"events":[
            {"eventType":"PAGE_VIEW","page":"/a","timestamp":"2026-03-11T10:58:30.000Z","metadata":null,"timeSpentOnPage":30},
            {"eventType":"ORDER_PLACED","page":"/checkout","timestamp":"2026-03-11T10:59:00.000Z",
            "metadata":{"amount":12.50,"quantity":2,"note":"é"},"timeSpentOnPage":10}]}]}}
            """,
            await _api.GetAsync("/api/users/u/journeys"));
    }

    [Fact]
    public async Task GetJourneys_NoRange_TakesTheLastThirtyDays()
    {
        var first = _api.Calendar.DayRange(new(2026, 2, 10)).Start;
        await _api.StoreAsync(
            At((first - Noon).TotalSeconds, "u", "in"), At((first - Noon).TotalSeconds - 1, "u", "out"), At(0, "u", "now"));

        var sessions = (await _api.GetAsync("/api/users/u/journeys")).GetProperty("data").GetProperty("sessions");

        Assert.Equal(["now", "in"], sessions.EnumerateArray().Select(session => session.GetProperty("sessionId").GetString()));
    }

    [Fact]
    public async Task GetJourneys_Range_TakesItsDays()
    {
        await _api.StoreAsync(At(0, "u", "now"));

        var data = (await _api.GetAsync("/api/users/u/journeys?from=2026-03-09&to=2026-03-10")).GetProperty("data");

        Json.Equal(
            """
            {"totalEvents":0,"totalPurchaseAmount":0,"totalPurchaseQuantity":0,"totalSessions":0,"orderPlacedSessions":0,
            "conversionRate":0,"sessions":[]}
            """,
            data);
    }

    private static Event At(
        double seconds, string userId, string sessionId, string type = EventTypes.PageView, string page = "/", string metadata = "") =>
        new(Guid.NewGuid(), Noon.AddSeconds(seconds), userId, sessionId, type, page, Encoding.UTF8.GetBytes(metadata));
}

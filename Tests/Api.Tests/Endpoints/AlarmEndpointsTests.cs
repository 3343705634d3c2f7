using System.Net;
using System.Net.Http.Headers;
using Pipeline.Core.Alarms;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class AlarmEndpointsTests : IAsyncDisposable
{
    private readonly ReadApi _api = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetAlarms_OpenAndCleared_ListsOpenOnesFirst()
    {
        await RaiseAsync("1", "old", minutes: 1);
        await RaiseAsync("2", "over", minutes: 2);
        await _api.Alarms.CloseAsync(AlarmKind.Gap, "over", _api.Time.GetUtcNow(), Token);

        Json.Equal(
            """
            {"data":[
            {"id":"1","kind":"gap","subject":"old","text":"Numbers are missing.","state":"open","raisedAt":"2026-03-11T11:01:00.000Z",
            "clearedAt":null,"acknowledgedBy":null,"acknowledgedAt":null},
            {"id":"2","kind":"gap","subject":"over","text":"Numbers are missing.","state":"cleared","raisedAt":"2026-03-11T11:02:00.000Z",
            "clearedAt":"2026-03-11T11:00:00.000Z","acknowledgedBy":null,"acknowledgedAt":null}],"total":2}
            """,
            await _api.GetAsync("/api/ops/alarms"));
    }

    [Theory]
    [InlineData("", "5,4,3,2,1,0")]
    [InlineData("state=all", "5,4,3,2,1,0")]
    [InlineData("state=open", "5,4,3")]
    [InlineData("state=Cleared", "2,1,0")]
    public async Task GetAlarms_ByPages_GivesEachOnce(string query, string expected)
    {
        for (var i = 0; i < 6; i++)
        {
            await RaiseAsync($"{i}", $"{i}", minutes: i);
        }

        for (var i = 0; i < 3; i++)
        {
            await _api.Alarms.CloseAsync(AlarmKind.Gap, $"{i}", _api.Time.GetUtcNow(), Token);
        }

        var ids = new List<string>();
        var cursor = "";
        do
        {
            var page = await _api.GetAsync($"/api/ops/alarms?{query}&limit=2&cursor={cursor}");
            ids.AddRange(page.GetProperty("data").EnumerateArray().Select(alarm => alarm.GetProperty("id").GetString()!));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        Assert.Equal(expected, string.Join(',', ids));
    }

    [Theory]
    [InlineData("state=late", "state: must be open, cleared or all (got 4 characters)")]
    [InlineData("limit=0", "limit: must be a whole number from 1 to 500 (got 1 characters)")]
    [InlineData("cursor=abc", "cursor: must be what an earlier answer had as next (got 3 characters)")]
    public async Task GetAlarms_BadQuery_NamesTheRule(string query, string message) => await _api.RefusesAsync($"/api/ops/alarms?{query}", message);

    [Fact]
    public async Task Acknowledge_OpenAlarm_SaysWhoAndLeavesItOpen()
    {
        await RaiseAsync("1", "p", minutes: 0);

        var alarm = (await _api.PostAsync("/api/ops/alarms/1/acknowledge", Empty(), HttpStatusCode.OK)).GetProperty("data");

        Assert.Equal(
            ("open", "local", "2026-03-11T11:00:00.000Z"),
            (alarm.GetProperty("state").GetString(), alarm.GetProperty("acknowledgedBy").GetString(), alarm.GetProperty("acknowledgedAt").GetString()));
    }

    [Fact]
    public async Task Acknowledge_UnknownOrAsAForm_IsRefused()
    {
        await RaiseAsync("1", "p", minutes: 0);

        await _api.PostAsync("/api/ops/alarms/2/acknowledge", Empty(), HttpStatusCode.NotFound);
        await _api.PostAsync("/api/ops/alarms/1/acknowledge", new StringContent("{}"), HttpStatusCode.UnsupportedMediaType);

        Assert.Null((await _api.Alarms.ListAsync(isOpen: true, after: null, 1, Token)).Single().AcknowledgedBy);
    }

    private static StringContent Empty() => new("{}", new MediaTypeHeaderValue("application/json"));

    private Task RaiseAsync(string id, string subject, int minutes) => _api.Alarms.OpenAsync(
        new KeptAlarm(id, new Alarm(AlarmKind.Gap, subject, "Numbers are missing.", _api.Time.GetUtcNow().AddMinutes(minutes))), Token);
}

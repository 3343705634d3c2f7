using System.Net;
using System.Net.Http.Headers;
using Hangfire.Common;
using Hangfire.States;
using Moq;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Ingestion.Events;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class ArchiveEndpointsTests : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);

    private readonly ReadApi _api = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task Get_DaysEverywhere_TellsWhereTheirEventsAreLatestFirst()
    {
        await StoreAsync(Day.AddDays(1));
        await StoreAsync(Day);
        await RecordAsync(Day, 1);
        await RecordAsync(Day, 2);
        await RecordAsync(Day.AddDays(-1), 1);
        await RecordAsync(Day.AddDays(-2), 1);
        var catalogue = await _api.GetServiceAsync<IArchiveCatalogue>();
        await catalogue.NoteAsync(Day.AddDays(-2), 1, "its file is missing", _api.Time.GetUtcNow(), Token);

        var answer = await _api.GetAsync("/api/ops/archive");

        Assert.Equal(
            ["2025-03-31 hot 0", "2025-03-30 late 20", "2025-03-29 archived 10", "2025-03-28 damaged 10"],
            answer.GetProperty("data").EnumerateArray().Select(day => $"{day.GetProperty("day")} {day.GetProperty("state")} {day.GetProperty("rows")}"));
        Assert.Equal(4, answer.GetProperty("total").GetInt32());
        Json.Equal(
            """
            {"generation":1,"key":"events/dt=2025-03-28/part-1.parquet","rows":10,"bytes":400,"sha256":"aa","contentHash":"bb",
            "first":"2025-03-28T01:00:00.000Z","last":"2025-03-28T02:00:00.000Z","schemaVersion":1,"archivedAt":"2025-05-01T05:00:00.000Z",
            "verifiedAt":"2026-03-11T11:00:00.000Z","problem":"its file is missing"}
            """,
            answer.GetProperty("data")[3].GetProperty("parts")[0]);
    }

    [Fact]
    public async Task Get_PageByPageAndByState_GivesEachDayOnce()
    {
        foreach (var day in Enumerable.Range(0, 3))
        {
            await RecordAsync(Day.AddDays(day), 1);
        }

        await StoreAsync(Day.AddDays(9));
        var first = await _api.GetAsync("/api/ops/archive?state=archived&limit=2");
        var second = await _api.GetAsync($"/api/ops/archive?state=archived&limit=2&cursor={first.GetProperty("next")}");

        Assert.Equal(
            ["2025-04-01", "2025-03-31", "2025-03-30"],
            new[] { first, second }.SelectMany(page => page.GetProperty("data").EnumerateArray()).Select(day => day.GetProperty("day").GetString()));
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task GetExpiring_SomeDays_TellsWhatWouldGo()
    {
        await StoreAsync(Day);
        await RecordAsync(Day, 1);
        await RecordAsync(Day.AddDays(-1), 1);
        await RecordAsync(Day.AddDays(1), 1);

        Json.Equal(
            """{"data":{"keepDays":345,"configured":0,"from":"2025-03-29","to":"2025-03-30","days":2,"events":21,"files":2,"bytes":800}}""",
            await _api.GetAsync("/api/ops/archive/expiring?keepDays=345"));
        Json.Equal(
            """{"data":{"keepDays":4000,"configured":0,"from":null,"to":null,"days":0,"events":0,"files":0,"bytes":0}}""",
            await _api.GetAsync("/api/ops/archive/expiring?keepDays=4000"));
    }

    [Fact]
    public async Task GetExpiring_BySetting_TellsWhatGoesNext()
    {
        _api.Settings["Pipeline:Archive:KeepDays"] = "345";
        await RecordAsync(Day, 1);

        Assert.Equal(1, (await _api.GetAsync("/api/ops/archive/expiring")).GetProperty("data").GetProperty("days").GetInt32());
    }

    [Theory]
    [InlineData("", "keepDays: is required: Pipeline:Archive:KeepDays is not set, so events are kept for ever")]
    [InlineData("?keepDays=0", "keepDays: must be a whole number from 1 to 36,525 (got 1 characters)")]
    [InlineData("?keepDays=x", "keepDays: must be a whole number from 1 to 36,525 (got 1 characters)")]
    public async Task GetExpiring_NoDays_NamesTheRule(string query, string message) =>
        Assert.Equal(
            message, (await _api.GetAsync($"/api/ops/archive/expiring{query}", HttpStatusCode.BadRequest)).GetProperty("message").GetString());

    [Theory]
    [InlineData("state=cold", "state: must be hot, sealed, archived, late or damaged")]
    [InlineData("state=1", "state: must be hot, sealed, archived, late or damaged")]
    [InlineData("cursor=x", "cursor: must be a value of next")]
    [InlineData("limit=0", "limit: must be a whole number from 1 to 4,000")]
    public async Task Get_BadQuery_NamesTheRule(string query, string message) =>
        Assert.StartsWith(
            message,
            (await _api.GetAsync($"/api/ops/archive?{query}", HttpStatusCode.BadRequest)).GetProperty("message").GetString(),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("archive", "{}", "archive-days", """{"from":null,"to":null}""")]
    [InlineData("archive", """{"from":"2026-02-01","to":"2026-02-08"}""", "archive-days", """{"from":"2026-02-01","to":"2026-02-08"}""")]
    [InlineData("restore", """{"from":"2025-03-30","to":"2025-03-31"}""", "restore-days", """{"from":"2025-03-30","to":"2025-03-31"}""")]
    [InlineData("verify", """{"from":"2025-03-30","to":"2025-03-31"}""", "verify-archive", """{"from":"2025-03-30","to":"2025-03-31"}""")]
    [InlineData("verify", "{}", "verify-archive", """{"from":"0001-01-01","to":"9999-12-31"}""")]
    [InlineData("compact", """{"from":"2025-03-30","to":"2025-03-31"}""", "compact-days", """{"from":"2025-03-30","to":"2025-03-31"}""")]
    [InlineData("compact", "{}", "compact-days", """{"from":null,"to":null}""")]
    [InlineData("rebuild", """{"from":"2025-03-30","to":"2025-03-31"}""", "rebuild-rollups", """{"from":"2025-03-30","to":"2025-03-31"}""")]
    public async Task Post_Days_QueuesTheJobWithThem(string action, string body, string job, string arguments)
    {
        Job? queued = null;
        _api.Hangfire.Setup(client => client.Create(It.IsAny<Job>(), It.IsAny<EnqueuedState>()))
            .Callback<Job, IState>((created, _) => queued = created).Returns("7");

        Json.Equal("""{"data":{"runId":"7"}}""", await _api.PostAsync($"/api/ops/{action}", JsonBody(body), HttpStatusCode.Accepted));

        Assert.Equal([job, arguments, null, "Api"], queued!.Args.Take(4));
    }

    [Theory]
    [InlineData("archive", """{"from":"2026-02-09","to":"2026-02-09"}""", "to: must be before 2026-02-09: later days are hot (Pipeline:Archive:HotDays)")]
    [InlineData("archive", """{"from":"2026-03-12","to":"2026-03-12"}""", "to: must not be in the future")]
    [InlineData("archive", """{"from":"2024-01-01","to":"2025-12-31"}""", "from: must be less than 400 days before to")]
    [InlineData("restore", """{"from":"2024-01-01","to":"2025-12-31"}""", "from: must be less than 400 days before to")]
    [InlineData("restore", "{}", "from: is required")]
    [InlineData("restore", """{"from":"2025-12-31"}""", "to: is required when from is given")]
    [InlineData("verify", """{"from":"2025-12-31","to":"2025-12-30"}""", "from: must not be after to")]
    [InlineData("compact", """{"from":"2025-12-31","to":"2025-12-30"}""", "from: must not be after to")]
    [InlineData("verify", """{"day":"2025-12-31"}""", "body: must be a JSON object with no members other than from, to")]
    public async Task Post_BadDays_StartsNothingAndNamesTheRule(string action, string body, string message) =>
        Assert.Equal(
            message,
            (await _api.PostAsync($"/api/ops/{action}", JsonBody(body), HttpStatusCode.BadRequest)).GetProperty("message").GetString());

    [Theory]
    [InlineData("archive")]
    [InlineData("restore")]
    [InlineData("verify")]
    [InlineData("compact")]
    [InlineData("rebuild")]
    public async Task Post_AsAFormOnAnotherSiteWouldSendIt_IsRefused(string action) =>
        await _api.PostAsync($"/api/ops/{action}", new StringContent("{}"), HttpStatusCode.UnsupportedMediaType);

    private static StringContent JsonBody(string json) => new(json, new MediaTypeHeaderValue("application/json"));

    private static DateTimeOffset At(DateOnly day, int hour) => new(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);

    private Task StoreAsync(DateOnly day) =>
        _api.StoreAsync(new Event(Guid.NewGuid(), At(day, 3), "u", "s", EventTypes.PageView, "/", default));

    private async Task RecordAsync(DateOnly day, int generation) =>
        await (await _api.GetServiceAsync<IArchiveCatalogue>()).RecordAsync(
            new ArchivedPart
            {
                Day = day,
                Generation = generation,
                Key = $"events/dt={day:yyyy-MM-dd}/part-{generation}.parquet",
                Rows = 10,
                Bytes = 400,
                Sha256 = "aa",
                ContentHash = "bb",
                First = At(day, 1),
                Last = At(day, 2),
                SchemaVersion = 1,
                ArchivedAt = At(new DateOnly(2025, 5, 1), 5),
                VerifiedAt = At(new DateOnly(2025, 5, 1), 5),
            },
            Token);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hangfire.Common;
using Hangfire.States;
using Moq;
using Pipeline.Core.Processing.Quarantine;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class FailedBatchEndpointsTests : IAsyncLifetime
{
    internal const string Root = "/api/ops/failed-batches";
    private const string Event = """{"eventId":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","timestamp":"2026-03-11T10:00:00.000Z","usr":"u1","sessionId":"s1","eventType":"PAGE_VIEW","page":"/p"}""";

    private static readonly DateTimeOffset Noon = new(2026, 3, 11, 10, 0, 0, TimeSpan.Zero);

    private readonly ReadApi _api = new();
    private Job? _queued;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _api.Hangfire.Setup(client => client.Create(It.IsAny<Job>(), It.IsAny<EnqueuedState>()))
            .Callback((Job job, IState _) => _queued = job).Returns("run-1");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task List_PageByPage_TellsTotalGroupsAndTheNext()
    {
        await AddAsync(Entry("1"), Entry("2") with { Reason = "invalid.page" }, Entry("3"), Entry("4") with { State = QuarantineState.Discarded });

        var first = await _api.GetAsync($"{Root}?limit=2");

        Json.Equal(
            """
            {"id":"3","kind":"event","reason":"invalid.userId","detail":"userId: is required","source":"drain","state":"open","messageId":"m1",
            "producer":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","sequence":41,"items":1,"receivedAt":"2026-03-11T10:00:00.000Z",
            "firstSeenAt":"2026-03-11T10:00:00.000Z","lastSeenAt":"2026-03-11T10:00:00.000Z","attempts":1}
            """,
            first.GetProperty("data")[0]);
        Assert.Equal(3, first.GetProperty("total").GetInt64());
        Assert.Equal(["invalid.userId 2", "invalid.page 1"], first.GetProperty("groups").EnumerateArray()
            .Select(group => $"{group.GetProperty("reason").GetString()} {group.GetProperty("count").GetInt64()}"));
        var second = await _api.GetAsync($"{Root}?limit=2&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal("1", Assert.Single(second.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Theory]
    [InlineData("state=all", 4)]
    [InlineData("state=%20Discarded%20", 1)]
    [InlineData("reason=invalid.page", 1)]
    [InlineData("kind=PROFILE", 0)]
    [InlineData("from=2026-03-11&to=2026-03-11", 3)]
    [InlineData("from=2026-03-12&to=2026-03-12", 0)]
    [InlineData("text=SESSIONid", 3)]
    public async Task List_Filter_LetsThroughWhatItSays(string query, int count)
    {
        await AddAsync(Entry("1"), Entry("2") with { Reason = "invalid.page" }, Entry("3"), Entry("4") with { State = QuarantineState.Discarded });

        Assert.Equal(count, (await _api.GetAsync($"{Root}?{query}")).GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Get_Entry_TellsPayloadAndHistory()
    {
        await AddAsync(Entry("1") with { History = [new(Noon, "drain", QuarantineAction.Quarantined, "userId: is required")] });

        var entry = (await _api.GetAsync($"{Root}/1")).GetProperty("data");

        Assert.Equal(Event, entry.GetProperty("payload").GetString());
        Json.Equal(
            """[{"at":"2026-03-11T10:00:00.000Z","who":"drain","what":"quarantined","detail":"userId: is required"}]""", entry.GetProperty("history"));
        await _api.RefusesAsync($"{Root}/2", "There is no such failed batch.", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Export_Selection_IsALineEach()
    {
        await AddAsync([.. Enumerable.Range(0, 501).Select(number => Entry($"{number}"))]);

        using var response = await (await _api.ClientAsync()).GetAsync(new Uri($"{Root}/export?reason=invalid.userId", UriKind.Relative), Token);

        Assert.Equal("application/x-ndjson", response.Content.Headers.ContentType?.MediaType);
        var lines = (await response.Content.ReadAsStringAsync(Token)).TrimEnd('\n').Split('\n');
        Assert.Equal(501, lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Retry_Filter_ClaimsWhatIsOpenAndQueuesARun()
    {
        await AddAsync(Entry("1"), Entry("2") with { State = QuarantineState.Resolved }, Entry("3"));

        var data = (await PostAsync("retry", """{"filter":{"reason":"invalid.userId"},"perSecond":7,"maxFailedShare":0.5}""", HttpStatusCode.Accepted)).GetProperty("data");

        Json.Equal("""{"runId":"run-1","selected":2}""", data);
        Assert.Equal(["1", "3"], _api.Quarantine.Entries.Where(entry => entry.State == QuarantineState.Retrying).Select(entry => entry.Id));
        using var arguments = JsonDocument.Parse((string)_queued!.Args[1]);
        Assert.Equal((7, 0.5, "local"), (
            arguments.RootElement.GetProperty("perSecond").GetInt32(), arguments.RootElement.GetProperty("maxFailedShare").GetDouble(),
            arguments.RootElement.GetProperty("who").GetString()));
    }

    [Fact]
    public async Task EditAndRetry_DryRun_ShowsBeforeAndAfterAndChangesNothing()
    {
        await AddAsync(Entry("1"), Entry("2") with { Payload = "{}" });

        var data = (await PostAsync(
            "edit-and-retry", """{"filter":{},"rules":[{"op":"rename","path":"/usr","to":"userId"}],"dryRun":true}""", HttpStatusCode.OK)).GetProperty("data");

        Json.Equal(
            """[{"reason":"invalid.userId","forecast":"fail","count":1},{"reason":"invalid.userId","forecast":"store","count":1}]""",
            JsonSerializer.SerializeToElement(data.GetProperty("forecast").EnumerateArray().OrderBy(group => group.GetProperty("forecast").GetString())));
        Assert.Equal(Event, data.GetProperty("sample")[0].GetProperty("before").GetString());
        Assert.Contains("\"userId\":\"u1\"", data.GetProperty("sample")[0].GetProperty("after").GetString(), StringComparison.Ordinal);
        Assert.All(_api.Quarantine.Entries, entry => Assert.Equal(0, entry.Version));
        Assert.Null(_queued);
    }

    [Fact]
    public async Task EditAndRetry_OneEntry_KeepsTheOriginalAndTheIdThatItGotFirst()
    {
        await AddAsync(Entry("1"));

        await PostAsync(
            "1/edit-and-retry", """{"payload":{"userId":"u1","sessionId":"s1","eventType":"PAGE_VIEW","page":"/p"}}""", HttpStatusCode.Accepted);

        var entry = Assert.Single(_api.Quarantine.Entries);
        Assert.Equal((Event, QuarantineState.Retrying), (entry.Payload, entry.State));
        Assert.Contains("\"eventId\":", entry.EditedPayload, StringComparison.Ordinal);
        Assert.Equal(QuarantineAction.Edited, entry.History[^1].What);
    }

    [Fact]
    public async Task Discard_Ids_KeepsThemWithTheReason()
    {
        await AddAsync(Entry("1"), Entry("3"));

        Json.Equal("""{"data":{"discarded":1}}""", await PostAsync("discard", """{"ids":["3"],"reason":" a test shop "}""", HttpStatusCode.OK));

        var entry = _api.Quarantine.Entries[1];
        Assert.Equal((QuarantineState.Discarded, "a test shop", "local"), (entry.State, entry.History[^1].Detail, entry.History[^1].Who));
    }

    [Fact]
    public async Task Retry_RunCannotBeQueued_LeavesTheEntriesOpen()
    {
        await AddAsync(Entry("1"));
        _api.Hangfire.Setup(client => client.Create(It.IsAny<Job>(), It.IsAny<EnqueuedState>())).Throws(new InvalidOperationException());

        await PostAsync("retry", """{"filter":{}}""", HttpStatusCode.InternalServerError);

        Assert.Equal(QuarantineState.Open, Assert.Single(_api.Quarantine.Entries).State);
    }

    /// <summary>An open entry about an event whose user is called by another name.</summary>
    internal static QuarantineEntry Entry(string id) => new(
        id,
        QuarantineKind.Event,
        "invalid.userId",
        "userId: is required",
        Event,
        QuarantineSource.Drain,
        "m1",
        new QuarantinedItems(Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11"), 41, 1, QuarantineAccount.Rejected),
        Noon,
        Noon,
        Noon,
        1);

    private Task AddAsync(params QuarantineEntry[] entries) => _api.Quarantine.AddAsync(entries, Token);

    private Task<JsonElement> PostAsync(string path, string body, HttpStatusCode status) =>
        _api.PostAsync($"{Root}/{path}", new StringContent(body, new MediaTypeHeaderValue("application/json")), status);
}

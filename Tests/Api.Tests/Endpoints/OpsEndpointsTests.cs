using System.Net;
using System.Net.Http.Headers;
using Hangfire.Common;
using Hangfire.States;
using Moq;
using Pipeline.Api.Status;
using Pipeline.Core.Alarms;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class OpsEndpointsTests : IAsyncDisposable
{
    private readonly ReadApi _api = new();

    private DateTimeOffset Now => _api.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetStatus_EverythingBusy_TellsWhereEventsAre()
    {
        Arrange(new(3, 2, Now.AddMilliseconds(-12_345), 1));
        await ArrangeLedgerAsync();
        await _api.Quarantine.AddAsync(
            [FailedBatchEndpointsTests.Entry("1"), FailedBatchEndpointsTests.Entry("2")], TestContext.Current.CancellationToken);
        await _api.Dirty.MarkAsync([Now.AddHours(-1)], Now, TestContext.Current.CancellationToken);
        await _api.Dirty.SetAsideAsync(
            await _api.Dirty.GetOldestAsync(1, TestContext.Current.CancellationToken),
            "too large",
            Now,
            Now.AddMinutes(10),
            TestContext.Current.CancellationToken);
        await _api.Dirty.MarkAsync([Now, Now.AddMinutes(1)], Now, TestContext.Current.CancellationToken);
        await _api.Progress.SetCompleteThroughAsync("Europe/Berlin", Now.AddSeconds(-20), TestContext.Current.CancellationToken);

        await _api.Probes.AddAsync(
            new Probe(Now.AddMinutes(-2))
            {
                QueuedAt = Now.AddMinutes(-2).AddMilliseconds(4),
                StoredAt = Now.AddMinutes(-2).AddMilliseconds(250),
                RolledUpAt = Now.AddMinutes(-2).AddSeconds(6),
            },
            TestContext.Current.CancellationToken);
        await _api.Probes.AddAsync(new Probe(Now.AddMinutes(-1)), TestContext.Current.CancellationToken);
        await _api.Alarms.OpenAsync(
            new KeptAlarm("1", new Alarm(AlarmKind.Gap, "p", "Numbers are missing.", Now)), TestContext.Current.CancellationToken);

        Json.Equal(
            """
            {"data":{"queue":{"visible":3,"inFlight":2,"oldestAgeSeconds":12.345,"deadLetters":1},
            "rollups":{"dirty":2,"completeThrough":"2026-03-11T10:59:40.000Z","setAside":{"count":1,"slices":[
            {"start":"2026-03-11T10:00:00.000Z","reason":"too large","since":"2026-03-11T11:00:00.000Z"}]}},"quarantine":{"open":2},"archive":{"days":0,"events":0,"bytes":0,"lateDays":0,"damagedDays":0},
            "ledger":{"accepted":21,"stored":1,"duplicate":2,"rejected":3,"quarantined":4,"inFlight":5,"gap":6,
            "silentProducers":[{"producer":"0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11","items":21,"lastReceivedAt":"2026-03-11T10:00:00.000Z"}]},
            "probe":{"sentAt":"2026-03-11T10:58:00.000Z","queuedSeconds":0.004,"storedSeconds":0.25,"rollupSeconds":6,"waitingSeconds":60},"alarms":{"open":1}}}
            """,
            await _api.GetAsync("/api/ops/status"));
    }

    [Fact]
    public async Task GetStatus_EmptyQueue_HasNoAge()
    {
        Arrange(new(0, 0, null, 0));

        var data = (await _api.GetAsync("/api/ops/status")).GetProperty("data");

        Json.Equal("""{"visible":0,"inFlight":0,"oldestAgeSeconds":0,"deadLetters":0}""", data.GetProperty("queue"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, data.GetProperty("probe").ValueKind);
        Json.Equal("""{"dirty":0,"completeThrough":null,"setAside":{"count":0,"slices":[]}}""", data.GetProperty("rollups"));
    }

    [Fact]
    public async Task GetStatus_QueuesClockAhead_IsNotNegative()
    {
        Arrange(new(1, 0, Now.AddSeconds(5), 0));

        var data = (await _api.GetAsync("/api/ops/status")).GetProperty("data");

        Assert.Equal(0, data.GetProperty("queue").GetProperty("oldestAgeSeconds").GetDouble());
    }

    [Fact]
    public async Task GetStatusHistory_AfterTwoSamples_HasThemOldestFirst()
    {
        var (reader, history) = (await _api.GetServiceAsync<StatusReader>(), await _api.GetServiceAsync<StatusHistory>());
        Arrange(new(3, 2, Now.AddMilliseconds(-12_345), 1));
        history.Add(await reader.ReadAsync(TestContext.Current.CancellationToken), Now);
        await ArrangeLedgerAsync();
        await _api.Progress.SetCompleteThroughAsync("Europe/Berlin", Now.AddSeconds(-20), TestContext.Current.CancellationToken);
        await _api.Probes.AddAsync(new Probe(Now.AddSeconds(-7)), TestContext.Current.CancellationToken);
        history.Add(await reader.ReadAsync(TestContext.Current.CancellationToken), Now.AddSeconds(30));

        Json.Equal(
            """
            {"data":[
            {"at":"2026-03-11T11:00:00.000Z","queued":5,"oldestAgeSeconds":12.345,"deadLetters":1,"drainedPerSecond":null,"lagSeconds":null,
            "dirty":0,"probeSeconds":null,"failedBatches":0,"gap":0},
            {"at":"2026-03-11T11:00:30.000Z","queued":5,"oldestAgeSeconds":12.345,"deadLetters":1,"drainedPerSecond":0.333,"lagSeconds":50,
            "dirty":0,"probeSeconds":7,"failedBatches":0,"gap":6}]}
            """,
            await _api.GetAsync("/api/ops/status/history"));
    }

    [Theory]
    [InlineData("{}", """{"from":null,"to":null}""")]
    [InlineData("""{"from":"","to":null}""", """{"from":null,"to":null}""")]
    [InlineData("""{"from":"2026-03-01","to":"2026-03-02"}""", """{"from":"2026-03-01","to":"2026-03-02"}""")]
    public async Task Rebuild_Days_QueuesTheJobWithThem(string body, string arguments)
    {
        Job? queued = null;
        _api.Hangfire.Setup(client => client.Create(It.IsAny<Job>(), It.IsAny<EnqueuedState>()))
            .Callback<Job, IState>((job, _) => queued = job).Returns("7");

        Json.Equal(
            """{"data":{"runId":"7"}}""", await _api.PostAsync("/api/ops/rollups/rebuild", JsonBody(body), HttpStatusCode.Accepted));

        Assert.Equal(["rebuild-rollups", arguments, null, "Api"], queued!.Args.Take(4));
    }

    [Theory]
    [InlineData("""{"from":"2026-03-01"}""", "to: is required when from is given")]
    [InlineData("""{"from":"2026-03-02","to":"2026-03-01"}""", "from: must not be after to")]
    [InlineData("""{"from":"1926-03-02","to":"2026-03-01"}""", "from: must be at most 10 years before to, both included")]
    [InlineData("""{"form":"2026-03-01","to":"2026-03-01"}""", "body: must be a JSON object with no members other than from, to")]
    [InlineData("""{"from":20260301,"to":"2026-03-01"}""", "body: must be a JSON object with no members other than from, to")]
    [InlineData("", "body: must be a JSON object with no members other than from, to")]
    [InlineData("null", "body: must be a JSON object with no members other than from, to")]
    public async Task Rebuild_BadDays_StartsNothingAndNamesTheRule(string body, string message)
    {
        var answer = await _api.PostAsync("/api/ops/rollups/rebuild", JsonBody(body), HttpStatusCode.BadRequest);

        Assert.Equal(message, answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Rebuild_AsAFormOnAnotherSiteWouldSendIt_IsRefused() =>
        await _api.PostAsync("/api/ops/rollups/rebuild", new StringContent("{}"), HttpStatusCode.UnsupportedMediaType);

    private static StringContent JsonBody(string json) => new(json, new MediaTypeHeaderValue("application/json"));

    private void Arrange(QueueStatus status) =>
        _api.Queue.Setup(queue => queue.GetStatusAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);

    private async Task ArrangeLedgerAsync()
    {
        var account = new LedgerAccount(Guid.Parse("0197f0a4-7a35-7c11-9d3e-2b8f0c6a5e11"))
        {
            End = 21,
            Stored = 1,
            Duplicate = 2,
            Rejected = 3,
            Quarantined = 4,
            Holes =
            [
                new LedgerHole(new SequenceRange(0, 6), HoleState.Gap, Now, null),
                new LedgerHole(new SequenceRange(10, 15), HoleState.InFlight, Now, null),
            ],
            LatestReceivedAt = Now.AddHours(-1),
            SilentSince = Now,
        };
        Assert.True(await _api.Ledger.PutAsync(account, TestContext.Current.CancellationToken));
    }
}

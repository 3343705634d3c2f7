using Moq;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Runs;
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
        await _api.Dirty.MarkAsync([Now.AddHours(-1)], Now, TestContext.Current.CancellationToken);
        await _api.Dirty.SetAsideAsync(
            await _api.Dirty.GetOldestAsync(1, TestContext.Current.CancellationToken),
            "too large",
            Now,
            Now.AddMinutes(10),
            TestContext.Current.CancellationToken);
        await _api.Dirty.MarkAsync([Now, Now.AddMinutes(1)], Now, TestContext.Current.CancellationToken);
        await _api.Progress.SetCompleteThroughAsync("Europe/Berlin", Now.AddSeconds(-20), TestContext.Current.CancellationToken);

        Json.Equal(
            """
            {"data":{"queue":{"visible":3,"inFlight":2,"oldestAgeSeconds":12.345,"deadLetters":1},
            "rollups":{"dirty":2,"completeThrough":"2026-03-11T10:59:40.000Z","setAside":{"count":1,"slices":[
            {"start":"2026-03-11T10:00:00.000Z","reason":"too large","since":"2026-03-11T11:00:00.000Z"}]}},"quarantine":{"open":4},"archive":{},
            "ledger":{"accepted":21,"stored":1,"duplicate":2,"rejected":3,"quarantined":4,"inFlight":5,"gap":6}}}
            """,
            await _api.GetAsync("/api/ops/status"));
    }

    [Fact]
    public async Task GetStatus_EmptyQueue_HasNoAge()
    {
        Arrange(new(0, 0, null, 0));

        var data = (await _api.GetAsync("/api/ops/status")).GetProperty("data");

        Json.Equal("""{"visible":0,"inFlight":0,"oldestAgeSeconds":0,"deadLetters":0}""", data.GetProperty("queue"));
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
    public async Task GetRuns_NoJob_AnswersAllWithinTheDefaultLimit()
    {
        _api.Runs.Setup(runs => runs.GetRecentAsync(null, 50, It.IsAny<CancellationToken>())).ReturnsAsync(
            [new JobRun("7-1", "refresh-rollups", "{}", 1, RunState.Failed, Now, Now.AddSeconds(1.5), null, "TimeoutException: late")]);

        Json.Equal(
            """
            {"data":[{"id":"7-1","job":"refresh-rollups","arguments":"{}","attempt":1,"state":"failed",
            "startedAt":"2026-03-11T11:00:00.000Z","endedAt":"2026-03-11T11:00:01.500Z","result":null,"error":"TimeoutException: late"}]}
            """,
            await _api.GetAsync("/api/ops/runs"));
    }

    [Fact]
    public async Task GetRuns_JobAndLimit_AsksForThem()
    {
        _api.Runs.Setup(runs => runs.GetRecentAsync("archive", 200, It.IsAny<CancellationToken>())).ReturnsAsync([]);

        Json.Equal("""{"data":[]}""", await _api.GetAsync("/api/ops/runs?job=archive&limit=200"));
    }

    [Fact]
    public async Task GetRuns_LimitTooLarge_NamesTheRule() =>
        await _api.RefusesAsync("/api/ops/runs?limit=201", "limit: must be a whole number from 1 to 200 (got 3 characters)");

    private void Arrange(QueueStatus status)
    {
        _api.Queue.Setup(queue => queue.GetStatusAsync(It.IsAny<CancellationToken>())).ReturnsAsync(status);
        _api.Quarantine.Setup(quarantine => quarantine.CountOpenAsync(It.IsAny<CancellationToken>())).ReturnsAsync(4);
        // Only this instant: the test host's options put a gap ten minutes back.
        _api.Ledger.Setup(ledger => ledger.GetTotalsAsync(Now.AddMinutes(-10), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new LedgerTotals(21, 1, 2, 3, 4, 5, 6));
    }
}

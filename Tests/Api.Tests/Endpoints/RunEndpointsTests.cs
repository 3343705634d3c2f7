using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Hangfire.Common;
using Hangfire.States;
using Moq;
using Pipeline.Core.Runs;
using Xunit;

namespace Pipeline.Api.Tests.Endpoints;

public sealed class RunEndpointsTests : IAsyncDisposable
{
    private readonly ReadApi _api = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => _api.Time.GetUtcNow();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task GetRuns_NoConditions_AnswersAll()
    {
        await AddAsync(Rebuild("7", RunState.Failed) with { EndedAt = Now.AddSeconds(1.5), Error = "TimeoutException: late", StartedByName = "Ann" });

        Json.Equal(
            """
            {"data":[{"id":"7","job":"rebuild-rollups","arguments":"{}","startedBy":"api","attempt":1,"state":"failed",
            "queuedAt":"2026-03-11T10:59:59.000Z","startedAt":"2026-03-11T11:00:00.000Z","endedAt":"2026-03-11T11:00:01.500Z",
            "progress":null,"result":null,"error":"TimeoutException: late","startedByName":"Ann","hangfireId":null,"retriedBy":null}],"total":1}
            """,
            await _api.GetAsync("/api/ops/runs"));
    }

    [Fact]
    public async Task GetRun_AtWork_TellsItsProgress()
    {
        await AddAsync(Rebuild("7", RunState.Running) with { Progress = new RunProgress(1_200, 5_000, 120.5, 31.5) });

        var run = (await _api.GetAsync("/api/ops/runs/7")).GetProperty("data");

        Assert.Equal("running", run.GetProperty("state").GetString());
        Json.Equal("""{"done":1200,"total":5000,"perSecond":120.5,"secondsLeft":31.5}""", run.GetProperty("progress"));
        await _api.RefusesAsync("/api/ops/runs/8", "There is no such run, or its history has been removed.", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"job":"rebuild-rollups"}""", 2)]
    [InlineData("""{"state":"failed","from":"2026-03-09","to":"2026-03-09"}""", 1)]
    [InlineData("""{"ids":["3","0","none"]}""", 1)]
    [InlineData("""{"job":"archive"}""", 0)]
    [InlineData("""{"state":"canceled"}""", 0)]
    public async Task Retry_FailedRuns_StartsThemAndSaysHowMany(string body, int retried)
    {
        await AddDailyAsync(_api);
        _api.Hangfire.Setup(client => client.Create(It.IsAny<Job>(), It.IsAny<EnqueuedState>())).Returns("new");

        var data = (await PostAsync("/api/ops/runs/retry", body, HttpStatusCode.Accepted)).GetProperty("data");

        Assert.Equal(retried, data.GetProperty("retried").GetInt32());
        Assert.Equal(retried, data.GetProperty("started").GetArrayLength());
    }

    [Theory]
    [InlineData("{}", "body: must say which runs: ids, or at least one of job, state, from with to")]
    [InlineData("""{"job":" "}""", "body: must say which runs: ids, or at least one of job, state, from with to")]
    [InlineData("""{"ids":[]}""", "ids: must be 1 to 1,000 ids, without other members (got 0 ids)")]
    [InlineData("""{"ids":["7"],"job":"archive"}""", "ids: must be 1 to 1,000 ids, without other members (got 1 ids)")]
    [InlineData("""{"state":"succeeded"}""", "state: must be failed, interrupted or canceled")]
    [InlineData("""{"jobs":"archive"}""", "body: must be a JSON object with no members other than ids, job, state, from, to")]
    public async Task Retry_BadRequest_StartsNothingAndNamesTheRule(string body, string message)
    {
        await AddDailyAsync(_api);

        var answer = await PostAsync("/api/ops/runs/retry", body, HttpStatusCode.BadRequest);

        Assert.Equal(message, answer.GetProperty("message").GetString());
    }

    [Fact]
    public async Task Cancel_WaitingEndedAndUnknown_AnswersEach()
    {
        await AddAsync(Rebuild("7", RunState.Queued) with { HangfireId = "h7" });
        await AddAsync(Rebuild("8", RunState.Failed) with { EndedAt = Now });
        _api.Hangfire.Setup(client => client.ChangeState("h7", It.IsAny<DeletedState>(), null)).Returns(true);

        Json.Equal("""{"data":{"runId":"7"}}""", await PostAsync("/api/ops/runs/7/cancel", "", HttpStatusCode.Accepted));
        await PostAsync("/api/ops/runs/8/cancel", "", HttpStatusCode.Conflict);
        await PostAsync("/api/ops/runs/9/cancel", "", HttpStatusCode.NotFound);

        _api.Hangfire.Verify(client => client.ChangeState("h7", It.IsAny<DeletedState>(), null), Times.Once);
    }

    private Task<JsonElement> PostAsync(string url, string body, HttpStatusCode status) =>
        _api.PostAsync(url, new StringContent(body, new MediaTypeHeaderValue("application/json")), status);

    /// <summary>One run a day up to yesterday noon, the last two of which failed.</summary>
    internal static async Task AddDailyAsync(ReadApi api)
    {
        var now = api.Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
        {
            var run = Rebuild($"{i}", i < 3 ? RunState.Succeeded : RunState.Failed, now) with
            {
                QueuedAt = now.AddDays(i - 5), Arguments = $$"""{"from":"day {{i}}"}""", EndedAt = now,
            };
            await api.Runs.SaveAsync(run, Token);
        }
    }

    private Task AddAsync(JobRun run) => _api.Runs.SaveAsync(run, Token);

    private JobRun Rebuild(string id, RunState state) => Rebuild(id, state, Now);

    private static JobRun Rebuild(string id, RunState state, DateTimeOffset now) =>
        new(id, "rebuild-rollups", "{}", StartedBy.Api, 1, state, now.AddSeconds(-1), StartedAt: now);
}

using System.Net;
using Hangfire;
using Hangfire.States;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;
using Pipeline.Jobs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Api.Tests.Dashboard;

public sealed class DashboardPagesTests : IAsyncDisposable
{
    private const string Hostile = "<script>alert(1)</script>\"'";

    private readonly DashboardHost _host = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IRunHistory History => _host.Services.GetRequiredService<IRunHistory>();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pipeline_RunsWithHostileTexts_ShowsThemEncoded()
    {
        await History.SaveAsync(Failed("7") with { Error = Hostile, StartedByName = Hostile, Arguments = Hostile }, Token);
        foreach (var path in new[] { "/hangfire/pipeline", "/hangfire/runs", "/hangfire/runs/details/7", $"/hangfire/runs?text={Hostile}&state={Hostile}" })
        {
            var page = await _host.GetPageAsync(path);

            Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        }

        Assert.Contains(
            "&lt;script&gt;alert(1)&lt;/script&gt;", await _host.GetPageAsync("/hangfire/runs/details/7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipeline_OpenAlarm_IsShownUntilItIsOverWithWhoLooksAfterIt()
    {
        var alarms = _host.Services.GetRequiredService<IAlarmStore>();
        await alarms.OpenAsync(new KeptAlarm("a1", new Alarm(AlarmKind.Gap, "p", $"5 items are missing {Hostile}", Builders.Noon)), Token);
        var before = await _host.GetPageAsync("/hangfire/pipeline");
        Assert.Contains("5 items are missing &lt;script&gt;", before, StringComparison.Ordinal);
        Assert.Contains("/hangfire/alarms/acknowledge/a1", before, StringComparison.Ordinal);

        using var answer = await _host.PressAsync("/hangfire/alarms/acknowledge/a1", rows: null);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("local", Assert.Single(await alarms.ListAsync(isOpen: true, after: null, 10, Token)).AcknowledgedBy);
        Assert.DoesNotContain("/hangfire/alarms/acknowledge/a1", await _host.GetPageAsync("/hangfire/pipeline"), StringComparison.Ordinal);
        await alarms.CloseAsync(AlarmKind.Gap, "p", Builders.Noon, Token);
        Assert.DoesNotContain("5 items are missing", await _host.GetPageAsync("/hangfire/pipeline"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_OfTheDashboard_LinkToThePipelineAndItsMetrics()
    {
        var home = await _host.GetPageAsync("/hangfire");

        Assert.Contains("href=\"/hangfire/pipeline\"", home, StringComparison.Ordinal);
        Assert.Contains("href=\"/hangfire/runs\"", home, StringComparison.Ordinal);
        Assert.Equal(1, home.Split("data-metric=\"pipeline:ledger-gap\"").Length - 1);
        Assert.Contains("data-metric=\"pipeline:queue-age\"", home, StringComparison.Ordinal);
        Assert.Contains("data-metric=\"pipeline:failed-batches\"", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_SearchByJobAndText_ShowsOnlyWhatMatches()
    {
        await History.SaveAsync(Failed("one") with { Arguments = """{"from":"2025-03-01"}""" }, Token);
        await History.SaveAsync(Failed("two") with { Arguments = """{"from":"2025-04-01"}""" }, Token);

        var page = await _host.GetPageAsync("/hangfire/runs?job=rebuild-rollups&text=2025-04");

        Assert.Contains("/hangfire/runs/details/two", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/hangfire/runs/details/one", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PauseAndResume_RecurringJob_IsNotedAndShown()
    {
        using var paused = await _host.PressAsync("/hangfire/runs/pause/purge-slices", null);
        Assert.Equal(HttpStatusCode.NoContent, paused.StatusCode);
        Assert.Contains("/hangfire/runs/resume/purge-slices", await _host.GetPageAsync("/hangfire/runs"), StringComparison.Ordinal);
        Assert.NotNull(await PauseOfAsync("purge-slices"));

        using var resumed = await _host.PressAsync("/hangfire/runs/resume/purge-slices", null);
        Assert.Equal(HttpStatusCode.NoContent, resumed.StatusCode);
        Assert.Null(await PauseOfAsync("purge-slices"));
    }

    [Fact]
    public async Task RetryJob_TwoFailedRuns_StartsTheirWorkForAnOperator()
    {
        await History.SaveAsync(Failed("one") with { Arguments = """{"from":"2025-03-01","to":"2025-03-01"}""" }, Token);
        await History.SaveAsync(Failed("two") with { Arguments = """{"from":"2025-04-01","to":"2025-04-01"}""" }, Token);

        using var answer = await _host.PressAsync("/hangfire/runs/retry-job/rebuild-rollups", null);
        using var again = await _host.PressAsync("/hangfire/runs/retry-job/rebuild-rollups", null);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.UnprocessableEntity), (answer.StatusCode, again.StatusCode));
        var started = await History.GetAsync(new RunFilter(State: RunState.Queued), null, 10, Token);
        Assert.Equal(2, started.Count);
        Assert.All(started, run => Assert.Equal(StartedBy.Operator, run.StartedBy));
    }

    [Theory]
    [InlineData("pause/purge-slices")]
    [InlineData("retry-job/rebuild-rollups")]
    [InlineData("cancel/7")]
    public async Task Command_NotAnOperatorsPostWithToken_DoesNothing(string command)
    {
        await History.SaveAsync(Failed("one"), Token);
        using var get = await _host.SendAsync(HttpMethod.Get, $"/hangfire/runs/{command}");
        using var withoutToken = await _host.SendAsync(HttpMethod.Post, $"/hangfire/runs/{command}");
        _host.IsOperator = false;
        using var reader = await _host.PressAsync($"/hangfire/runs/{command}", null);

        Assert.Equal(
            (HttpStatusCode.MethodNotAllowed, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (get.StatusCode, withoutToken.StatusCode, reader.StatusCode));
        Assert.DoesNotContain("data-ajax", await _host.GetPageAsync("/hangfire/runs"), StringComparison.Ordinal);
        Assert.Null(await PauseOfAsync("purge-slices"));
        Assert.Null((await History.FindAsync("one", Token))!.RetriedBy);
    }

    [Fact]
    public async Task JobDetails_RunWithProgress_ShowsABarTheResultAndALink()
    {
        var id = _host.Services.GetRequiredService<JobStarter>().Start(JobTable.RebuildRollups, new());
        var run = (await History.FindAsync(id, Token))!;
        await History.SaveAsync(
            run with { State = RunState.Running, Progress = new RunProgress(1_200, 5_000, 120, 31.7), Result = Hostile }, Token);

        var page = await _host.GetPageAsync($"/hangfire/jobs/details/{id}");

        Assert.Contains("<progress max=\"5000\" value=\"1200\">", page, StringComparison.Ordinal);
        Assert.Contains("1,200 of 5,000 (24 %), 120 a second, 32 s left", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/hangfire/runs/details/{id}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobDetails_NotOneOfOurJobs_ShowsNoBlock()
    {
        var id = _host.Services.GetRequiredService<IBackgroundJobClient>()
            .Create(Hangfire.Common.Job.FromExpression(() => Console.WriteLine()), new EnqueuedState());

        Assert.DoesNotContain("<h3>Run</h3>", await _host.GetPageAsync($"/hangfire/jobs/details/{id}"), StringComparison.Ordinal);
    }

    private async Task<PausedJob?> PauseOfAsync(string job) =>
        (await _host.Services.GetRequiredService<IPausedJobs>().GetAsync(Token)).SingleOrDefault(pause => pause.Job == job);

    private static JobRun Failed(string id) =>
        new(id, "rebuild-rollups", "{}", StartedBy.Schedule, 1, RunState.Failed, Builders.Noon, Builders.Noon, Builders.Noon);
}

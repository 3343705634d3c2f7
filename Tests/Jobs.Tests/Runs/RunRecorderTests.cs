using Hangfire;
using Hangfire.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Runs;
using Pipeline.Jobs.Tests.Hosting;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Runs;

[Collection(HangfireHarness.Serial)]
public sealed class RunRecorderTests
{
    private readonly InMemoryRunLedger _ledger = new();

    [Fact]
    public async Task RecordAsync_WorkThatSucceeds_LeavesWhatItDid()
    {
        await RunAsync("done", "Succeeded");

        var run = Assert.Single(await RunsAsync());
        Assert.Equal(
            ("recorded", RunState.Succeeded, "done", 1, Builders.Noon, (DateTimeOffset?)Builders.Noon),
            (run.Job, run.State, run.Result, run.Attempt, run.StartedAt, run.EndedAt));
    }

    [Fact]
    public async Task RecordAsync_WorkThatFails_LeavesTheErrorAndFailsTheJob()
    {
        await RunAsync("fail", "Failed");

        var run = Assert.Single(await RunsAsync());
        Assert.Equal((RunState.Failed, "InvalidOperationException: no luck"), (run.State, run.Error));
    }

    [Fact]
    public async Task RecordAsync_WhileWorking_IsRunning()
    {
        await RunAsync("look", "Succeeded");

        Assert.Equal(nameof(RunState.Running), Assert.Single(await RunsAsync()).Result);
    }

    [Theory]
    [InlineData("idle", "Succeeded", 0)]
    [InlineData("done", "Succeeded", 1)]
    [InlineData("fail", "Failed", 1)]
    public async Task RecordIfWorkedAsync_AnyRun_LeavesATraceOnlyIfThereIsSomethingToTell(string work, string state, int runs)
    {
        await RunAsync(work, state, tick: true);

        Assert.Equal(runs, (await RunsAsync()).Count);
    }

    private Task<IReadOnlyList<JobRun>> RunsAsync() => _ledger.GetRecentAsync(null, 10, TestContext.Current.CancellationToken);

    private async Task RunAsync(string work, string state, bool tick = false)
    {
        await using var hangfire = new HangfireHarness(services => services
            .AddSingleton<IRunLedger>(_ledger)
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Builders.Noon))
            .AddSingleton<RunRecorder>()
            .AddTransient<RecordedJob>());
        await hangfire.StartAsync();
        await hangfire.UntilAsync(hangfire.Enqueue<RecordedJob>(job => job.RunAsync(work, tick, null!)), state);
    }

    internal sealed class RecordedJob(RunRecorder recorder, IRunLedger ledger)
    {
        [AutomaticRetry(Attempts = 0)]
        public Task RunAsync(string work, bool tick, PerformContext context) => tick
            ? recorder.RecordIfWorkedAsync("recorded", context, () => WorkAsync(work))
            : recorder.RecordAsync("recorded", context, () => WorkAsync(work));

        private async Task<string?> WorkAsync(string work) => work switch
        {
            "idle" => null,
            "fail" => throw new InvalidOperationException("no luck"),
            "look" => (await ledger.GetRecentAsync(null, 1, CancellationToken.None))[0].State.ToString(),
            _ => work,
        };
    }
}

using Hangfire;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Runs;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Runs;

public sealed class InterruptedRunsTests
{
    [Fact]
    public async Task StartAsync_RunsLeftRunning_AreMarkedAndTheirJobsStartedOnceEach()
    {
        var token = TestContext.Current.CancellationToken;
        var ledger = new InMemoryRunLedger();
        await ledger.SaveAsync(Run("1", "rebuild-rollups", RunState.Running), token);
        await ledger.SaveAsync(Run("2", "rebuild-rollups", RunState.Running), token);
        await ledger.SaveAsync(Run("3", "compact-ledger", RunState.Succeeded), token);
        var jobs = new Mock<IRecurringJobManagerV2>();

        await new InterruptedRuns(ledger, jobs.Object, new FakeTimeProvider(Builders.Noon), NullLogger<InterruptedRuns>.Instance)
            .StartAsync(token);

        jobs.Verify(manager => manager.TriggerJob("rebuild-rollups"), Times.Once);
        jobs.VerifyNoOtherCalls();
        Assert.All(
            await ledger.GetRecentAsync("rebuild-rollups", 10, token),
            run => Assert.Equal((RunState.Interrupted, Builders.Noon), (run.State, run.EndedAt)));
    }

    private static JobRun Run(string id, string job, RunState state) =>
        new(id, job, "[]", 1, state, Builders.Noon, null, null, null);
}

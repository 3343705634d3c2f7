using Hangfire.Storage;
using Pipeline.Jobs.Tests.Running;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests;

[Collection(HangfireHarness.Serial)]
public sealed class RecurringJobsTests
{
    [Fact]
    public async Task StartAsync_Always_SchedulesEveryJob()
    {
        await using var hangfire = new HangfireHarness(new InMemoryRunHistory(), JobTable.All);

        await new RecurringJobs(hangfire.Schedules).StartAsync(TestContext.Current.CancellationToken);

        using var connection = hangfire.Storage.GetConnection();
        Assert.Equal(
            [
                "archive-days", "compact-days", "end-lost-runs", "expire-days", "index-users", "post-ledger", "purge-alarms", "purge-run-history", "purge-slices", "rebuild-rollups", "refresh-rollups",
                "release-failed-batches", "restore-days", "retry-failed-batches", "send-alarms", "send-probe", "verify-archive", "watch-pipeline",
            ],
            connection.GetRecurringJobs().Select(job => job.Id).Order());
    }

    [Fact]
    public void Arguments_LeftOut_AreWhatEveryJobTakes() =>
        Assert.All(JobTable.All, job => Assert.StartsWith("{", job.Normalize("{}"), StringComparison.Ordinal));
}

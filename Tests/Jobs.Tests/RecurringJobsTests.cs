using Hangfire.Storage;
using Pipeline.Jobs.Tests.Hosting;
using Xunit;

namespace Pipeline.Jobs.Tests;

[Collection(HangfireHarness.Serial)]
public sealed class RecurringJobsTests
{
    [Fact]
    public async Task StartAsync_Always_SchedulesEveryJob()
    {
        await using var hangfire = new HangfireHarness(_ => { });

        await new RecurringJobs(hangfire.Recurring).StartAsync(TestContext.Current.CancellationToken);

        using var connection = hangfire.Storage.GetConnection();
        Assert.Equal(
            ["compact-ledger", "purge-run-history", "purge-slices", "rebuild-rollups", "refresh-rollups"],
            connection.GetRecurringJobs().Select(job => job.Id).Order());
    }
}

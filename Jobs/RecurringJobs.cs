using Hangfire;
using Microsoft.Extensions.Hosting;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Rollups;

namespace Pipeline.Jobs;

/// <summary>Every schedule, in one table. Operators see and trigger these under "Recurring Jobs".</summary>
internal sealed class RecurringJobs(IRecurringJobManagerV2 jobs) : IHostedService
{
    private const string EveryFiveSeconds = "*/5 * * * * *";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Hangfire replaces the context and the token with those of the run.
        jobs.AddOrUpdate<RefreshRollupsJob>(RefreshRollupsJob.Id, job => job.RunAsync(null!, CancellationToken.None), EveryFiveSeconds);
        jobs.AddOrUpdate<RebuildRollupsJob>(RebuildRollupsJob.Id, job => job.RunAsync(null!, CancellationToken.None), Cron.Never());
        jobs.AddOrUpdate<CompactLedgerJob>(CompactLedgerJob.Id, job => job.RunAsync(null!, CancellationToken.None), Cron.Hourly(30));
        jobs.AddOrUpdate<PurgeRunHistoryJob>(PurgeRunHistoryJob.Id, job => job.RunAsync(null!, CancellationToken.None), Cron.Daily(4));
        jobs.AddOrUpdate<PurgeSlicesJob>(PurgeSlicesJob.Id, job => job.RunAsync(null!, CancellationToken.None), Cron.Daily(3));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

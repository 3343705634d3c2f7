using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs;

public static class JobsServiceCollectionExtensions
{
    /// <summary>The Hangfire server with its jobs. Needs the ports of the queue and of the stores, rollups, the job storage and logging.</summary>
    public static IServiceCollection AddJobs(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration)
    {
        services.AddSettings<JobsOptions>(configuration, JobsOptions.SectionName);
        services.AddSettings<RunHistoryOptions>(configuration, RunHistoryOptions.SectionName);
        services.AddSettings<LedgerOptions>(configuration, LedgerOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunRecorder>();
        services.AddRollupWriting();
        services.AddTransient<RefreshRollupsJob>();
        services.AddTransient<RebuildRollupsJob>();
        services.AddTransient<CompactLedgerJob>();
        services.AddTransient<PurgeRunHistoryJob>();
        services.AddTransient<PurgeSlicesJob>();

        // Schedules first, then what was interrupted, then the server that runs them. A storage that several processes share takes
        // up interrupted jobs by itself.
        services.AddHostedService<RecurringJobs>();
        if (profile.IsSingleProcess)
        {
            services.AddHostedService<InterruptedRuns>();
        }

        services.AddHangfireServer((provider, server) =>
        {
            var options = provider.GetRequiredService<IOptions<JobsOptions>>().Value;
            server.WorkerCount = options.Workers;
            server.SchedulePollingInterval = options.SchedulePolling;
            server.ShutdownTimeout = options.ShutdownTimeout;
        });
        return services;
    }
}

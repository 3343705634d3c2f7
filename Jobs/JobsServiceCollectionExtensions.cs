using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Core.History;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Storing;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Watch;
using Pipeline.Jobs.Watch.Webhook;

namespace Pipeline.Jobs;

public static class JobsServiceCollectionExtensions
{
    /// <summary>The Hangfire server with its jobs. Needs the ports of the queue, of the stores and of the archive, rollups, the job storage and logging.</summary>
    public static IServiceCollection AddJobs(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration)
    {
        services.AddSettings<JobsOptions>(configuration, JobsOptions.SectionName);
        services.AddSettings<RunHistoryOptions>(configuration, RunHistoryOptions.SectionName);
        services.AddSettings<AlarmOptions>(configuration, AlarmOptions.SectionName);
        services.AddSettings<ProbeOptions>(configuration, ProbeOptions.SectionName);
        services.AddSettings<WatchOptions>(configuration, WatchOptions.SectionName);
        services.AddSettings<AlarmWebhookOptions>(configuration, AlarmWebhookOptions.SectionName);
        services.AddSingleton<AlarmWebhook>();
        services.AddAlarms();
        services.AddLedger(configuration);
        services.AddStoring(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddRollupWriting();
        services.AddArchiving(configuration);
        services.AddSingleton<ArchiveAlarms>();

        // Schedules first, then unfinished runs, then the servers that run them. A storage that several processes share resumes
        // unfinished runs by itself.
        services.AddHostedService<RecurringJobs>();
        if (profile.IsSingleProcess)
        {
            services.AddHostedService<UnfinishedRuns>();
        }

        services.AddWorkers(JobQueues.Fresh, options => options.FreshWorkers, isLightweight: false);
        services.AddWorkers(JobQueues.Long, options => options.LongWorkers, isLightweight: true);
        return services;
    }

    /// <summary>A separate server for each queue, so that one queue's jobs can never occupy the workers of the other.</summary>
    private static void AddWorkers(
        this IServiceCollection services, string queue, Func<JobsOptions, int> workers, bool isLightweight) =>
        services.AddHangfireServer((provider, server) =>
        {
            var options = provider.GetRequiredService<IOptions<JobsOptions>>().Value;
            server.Queues = [queue];
            server.WorkerCount = workers(options);
            server.SchedulePollingInterval = options.SchedulePolling;
            server.ShutdownTimeout = options.ShutdownTimeout;
            // Only one of them handles schedules and the upkeep of the storage.
            server.IsLightweightServer = isLightweight;
        });
}

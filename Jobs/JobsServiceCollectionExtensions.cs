using Hangfire;
using Hangfire.InMemory;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ledger;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Housekeeping;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs;

public static class JobsServiceCollectionExtensions
{
    /// <summary>The Hangfire server with its jobs. Needs the ports of the queue and of the stores, rollups and logging.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobsOptions>()
            .Bind(configuration.GetSection(JobsOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RunHistoryOptions>()
            .Bind(configuration.GetSection(RunHistoryOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LedgerOptions>()
            .Bind(configuration.GetSection(LedgerOptions.SectionName)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<RunRecorder>();
        services.AddRollupWriting();
        services.AddTransient<RefreshRollupsJob>();
        services.AddTransient<RebuildRollupsJob>();
        services.AddTransient<CompactLedgerJob>();
        services.AddTransient<PurgeRunHistoryJob>();
        return services.AddHangfireInMemory();
    }

    private static IServiceCollection AddHangfireInMemory(this IServiceCollection services)
    {
        services.AddHangfire(hangfire => hangfire
            .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            .UseInMemoryStorage(new InMemoryStorageOptions
            {
                // Ids that never come twice: the run ledger remembers them over restarts.
                IdType = InMemoryStorageIdType.Guid,
                MaxExpirationTime = TimeSpan.FromDays(1),
            }));

        // Schedules first, then what was interrupted, then the server that runs them.
        services.AddHostedService<RecurringJobs>();
        services.AddHostedService<InterruptedRuns>();
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

using Hangfire.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Alarms;
using Pipeline.Jobs.FailedBatches;

namespace Pipeline.Jobs.Running;

internal static class RunningServiceCollectionExtensions
{
    /// <summary>What starts and runs the jobs, and the rules that Hangfire applies to them.</summary>
    /// <remarks>Call it before <c>AddHangfire</c>, which would register its own filters. Needs the stores of runs and of paused jobs.</remarks>
    public static IServiceCollection AddJobRules(this IServiceCollection services, IReadOnlyList<JobDefinition> jobs)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ICaller, NoCaller>();
        return services
            .AddAlarms()
            .AddSingleton(new JobList(jobs))
            .AddSingleton<TableRules>()
            .AddSingleton<WaitingRuns>()
            .AddSingleton<OneAtATime>()
            .AddSingleton<FailureAlarms>()
            .AddSingleton<IJobFilterProvider, JobFilterProvider>()
            .AddSingleton<JobStarter>()
            .AddSingleton<RetryStarter>()
            .AddSingleton<RunControl>()
            .AddSingleton<LostRuns>()
            .AddSingleton<JobSchedules>();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Plumbing.Telemetry;

namespace Pipeline.Core.Alarms;

public static class AlarmsServiceCollectionExtensions
{
    /// <summary>Where alarms are raised. Needs the store of alarms and a host's logging and metrics.</summary>
    public static IServiceCollection AddAlarms(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<PipelineMetrics>();
        services.TryAddSingleton<IAlarms, StoredAlarms>();
        services.TryAddSingleton<AlarmReconciler>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Jobs.Rollups;

internal static class RollupJobsServiceCollectionExtensions
{
    /// <summary>What writes rollups: the refresher and the two rebuilders.</summary>
    /// <remarks>Needs <c>AddRollups</c> of Core and the ports for the queue, the ledger, raw events, sessions, users and rollups.</remarks>
    public static IServiceCollection AddRollupWriting(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DrainProgress>();
        services.TryAddSingleton<SliceSource>();
        services.TryAddSingleton<CalendarBuckets>();
        services.TryAddSingleton<RollupWriters>();
        services.TryAddSingleton<RollupRefresher>();
        services.TryAddSingleton<CalendarRebuilder>();
        services.TryAddSingleton<ReportingZoneCheck>();
        services.TryAddSingleton<RollupRebuilder>();
        return services;
    }
}

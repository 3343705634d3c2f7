using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.History;

namespace Pipeline.Jobs.Rollups;

internal static class RollupJobsServiceCollectionExtensions
{
    /// <summary>Registers what writes rollups, and what marks them to be written again.</summary>
    /// <remarks>Needs <c>AddRollups</c> of Core and the ports for the queue, the ledger, the event history, sessions, users and rollups.</remarks>
    public static IServiceCollection AddRollupWriting(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<DrainProgress>();
        services.AddEventHistory();
        services.TryAddSingleton<HistoryFolder>();
        services.TryAddSingleton<CalendarBuckets>();
        services.TryAddSingleton<SliceBoundary>();
        services.TryAddSingleton<ZoneMaker>();
        services.TryAddSingleton<BucketWriters>();
        services.TryAddSingleton<RefreshBatches>();
        services.TryAddSingleton<RefreshMarks>();
        services.TryAddSingleton<MonthCloser>();
        services.TryAddSingleton<RollupRefresher>();
        services.TryAddSingleton<RebuildMarker>();
        return services;
    }
}

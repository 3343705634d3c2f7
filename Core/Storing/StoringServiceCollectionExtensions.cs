using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Storing.Retries;

namespace Pipeline.Core.Storing;

public static class StoringServiceCollectionExtensions
{
    /// <summary>What stores received items, for the drain and for retries. Needs the stores, archived events and logging.</summary>
    public static IServiceCollection AddStoring(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<EventOptions>(configuration, EventOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MessageDecoder>();
        services.AddEventHistory();
        services.TryAddSingleton<RawWriter>();
        services.TryAddSingleton<ProjectionWriter>();
        services.TryAddSingleton<SliceMarker>();
        services.TryAddSingleton<SettlementWriter>();
        services.TryAddSingleton<MessageStorer>();
        services.TryAddSingleton<EntryDecoder>();
        services.TryAddSingleton<EntryRetrier>();
        services.TryAddSingleton<RetryPreview>();
        return services;
    }
}

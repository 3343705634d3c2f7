using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.History;

public static class HistoryServiceCollectionExtensions
{
    /// <summary>What reads and writes events wherever they lie.</summary>
    /// <remarks>Needs the ports of raw events, sealed days, the catalogue and archived events, and logging.</remarks>
    public static IServiceCollection AddEventHistory(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EventHistory>();
        services.TryAddSingleton<EventWriter>();
        return services;
    }

    /// <summary>What moves old days to the archive.</summary>
    /// <remarks>Needs, besides what <see cref="AddEventHistory"/> needs, the ports of the archive's files and of their format.</remarks>
    public static IServiceCollection AddArchiving(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<EventOptions>(configuration, EventOptions.SectionName);
        services.AddSettings<RollupOptions>(configuration, RollupOptions.SectionName);
        services.AddSettings<ArchivingOptions>(configuration, ArchivingOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ArchivingOptions>, ArchivingOptionsValidator>());
        services.AddEventHistory();
        services.TryAddSingleton<ArchiveLeftovers>();
        services.TryAddSingleton<PartPublisher>();
        services.TryAddSingleton<PartArchiver>();
        services.TryAddSingleton<PartRewriter>();
        services.TryAddSingleton<DayArchiver>();
        services.TryAddSingleton<PartProver>();
        services.TryAddSingleton<RequiredProof>();
        services.TryAddSingleton<DayRestorer>();
        services.TryAddSingleton<ExpiringDays>();
        services.TryAddSingleton<DayExpirer>();
        return services;
    }
}

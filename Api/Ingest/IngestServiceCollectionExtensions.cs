using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Api.Ingest;

internal static class IngestServiceCollectionExtensions
{
    /// <summary>Adds what the ingest endpoints need.</summary>
    /// <remarks>Needs an <see cref="Core.Ingestion.Queue.IEventQueue"/>.</remarks>
    public static IServiceCollection AddIngest(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<IngestOptions>(configuration, IngestOptions.SectionName);
        services.AddSettings<EventOptions>(configuration, EventOptions.SectionName);
        services.AddSingleton<SendHealth>();
        services.AddSingleton<EnvelopeBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<EnvelopeBatcher>());
        return services;
    }
}

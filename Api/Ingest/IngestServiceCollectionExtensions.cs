using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Pipeline.Api.Ingest;

internal static class IngestServiceCollectionExtensions
{
    /// <summary>Adds what the ingest endpoints need.</summary>
    /// <remarks>Needs an <see cref="Core.Queue.IEventQueue"/>.</remarks>
    public static IServiceCollection AddIngest(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<IngestOptions>().BindConfiguration(IngestOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<EnvelopeBatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<EnvelopeBatcher>());
        services.AddRequestDecompression();
        return services;
    }
}

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

        // Without it a body whose compressed data is cut off passes for a shorter one.
        AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", true);
        services.AddRequestDecompression();
        return services;
    }
}

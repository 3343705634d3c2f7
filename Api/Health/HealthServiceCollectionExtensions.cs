using Pipeline.Api.Hosting;

namespace Pipeline.Api.Health;

internal static class HealthServiceCollectionExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds a check per dependency that the setup has. A check that throws or takes too long counts as failed.</summary>
    /// <remarks>Needs the storage ports.</remarks>
    public static IServiceCollection AddHealth(this IServiceCollection services, ApiSetup setup)
    {
        var checks = services.AddHealthChecks();
        if (setup.Ingests)
        {
            checks.AddCheck<SendHealthCheck>("queue writes");
        }

        if (setup.Ingests || setup.Operates)
        {
            checks.AddCheck<QueueHealthCheck>("queue", timeout: Timeout);
        }

        if (setup.Analyses || setup.Operates)
        {
            checks.AddCheck<StoreHealthCheck>("store", timeout: Timeout);
        }

        return services;
    }
}

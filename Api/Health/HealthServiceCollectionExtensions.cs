namespace Pipeline.Api.Health;

internal static class HealthServiceCollectionExtensions
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Adds a check per dependency. A check that throws or takes too long has failed.</summary>
    /// <remarks>Needs the storage ports.</remarks>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks()
            .AddCheck<QueueHealthCheck>("queue", timeout: Timeout)
            .AddCheck<StoreHealthCheck>("store", timeout: Timeout);
        return services;
    }
}

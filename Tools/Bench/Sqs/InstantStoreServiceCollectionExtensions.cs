using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Tools.Bench.Sqs;

internal static class InstantStoreServiceCollectionExtensions
{
    /// <summary><see cref="InstantStore"/> behind each of its ports.</summary>
    public static IServiceCollection AddInstantStore(this IServiceCollection services)
    {
        var store = new InstantStore();
        foreach (var port in typeof(InstantStore).GetInterfaces())
        {
            services.AddSingleton(port, store);
        }

        return services;
    }
}

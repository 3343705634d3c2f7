using Microsoft.Extensions.DependencyInjection;

namespace Pipeline.Tools.Bench.Sqs;

internal static class InstantStoreServiceCollectionExtensions
{
    /// <summary><see cref="InstantStore"/> and <see cref="EmptyArchive"/> behind each of their ports.</summary>
    public static IServiceCollection AddInstantStore(this IServiceCollection services)
    {
        foreach (var store in new object[] { new InstantStore(), new EmptyArchive() })
        {
            foreach (var port in store.GetType().GetInterfaces())
            {
                services.AddSingleton(port, store);
            }
        }

        return services;
    }
}

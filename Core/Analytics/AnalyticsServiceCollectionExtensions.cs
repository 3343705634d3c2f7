using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Analytics.Present;
using Pipeline.Core.History;

namespace Pipeline.Core.Analytics;

public static class AnalyticsServiceCollectionExtensions
{
    /// <summary>Registers what answers questions about ranges and users.</summary>
    /// <remarks>Needs the rollups' <c>AddRollups</c> and the stores of rollups, sessions and raw events, and archived events.</remarks>
    public static IServiceCollection AddAnalytics(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddEventHistory();
        services.TryAddSingleton<RollupReader>();
        services.TryAddSingleton<PresentReader>();
        services.TryAddSingleton<JourneyReader>();
        services.TryAddSingleton<SessionReader>();
        return services;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Api.Contracts;
using Pipeline.Core.Analytics;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Endpoints;

internal static class ReadServiceCollectionExtensions
{
    /// <summary>What the analytics, user and operations endpoints need, and how their answers are written.</summary>
    /// <remarks>Needs the rollups' <c>AddRollups</c> and the stores.</remarks>
    public static IServiceCollection AddReads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAnalytics();
        services.AddSingleton<UserSearch>();
        services.AddLedger(configuration);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ReadJsonContext.Default);
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter<RunState>(JsonNamingPolicy.CamelCase));
            options.SerializerOptions.Converters.Add(new JsonStringEnumConverter<StartedBy>(JsonNamingPolicy.CamelCase));
        });
        return services;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Api.Contracts;
using Pipeline.Core.Alarms;
using Pipeline.Core.Analytics;
using Pipeline.Core.History;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Runs;
using Pipeline.Core.Storing;
using Pipeline.Core.Storing.Retries;

namespace Pipeline.Api.Endpoints;

internal static class ReadServiceCollectionExtensions
{
    /// <summary>What the analytics, user and operations endpoints need, and how their answers are written.</summary>
    /// <remarks>Needs the rollups' <c>AddRollups</c> and the stores.</remarks>
    public static IServiceCollection AddReads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAnalytics();
        services.AddSingleton<UserSearch>().AddSingleton<ArchiveOverview>().AddSingleton<ExpiringDays>();
        services.AddSettings<ArchivingOptions>(configuration, ArchivingOptions.SectionName);
        services.AddLedger(configuration);
        services.AddStoring(configuration);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ReadJsonContext.Default);
            AddWords<RunState>(options.SerializerOptions);
            AddWords<StartedBy>(options.SerializerOptions);
            AddWords<QuarantineKind>(options.SerializerOptions);
            AddWords<QuarantineSource>(options.SerializerOptions);
            AddWords<QuarantineState>(options.SerializerOptions);
            AddWords<QuarantineAction>(options.SerializerOptions);
            AddWords<AlarmKind>(options.SerializerOptions);
            AddWords<AlarmState>(options.SerializerOptions);
            AddWords<RetryForecast>(options.SerializerOptions);
        });
        return services;

        static void AddWords<T>(JsonSerializerOptions options)
            where T : struct, Enum => options.Converters.Add(new JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase));
    }
}

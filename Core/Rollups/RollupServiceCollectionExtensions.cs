using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Core.Rollups;

public static class RollupServiceCollectionExtensions
{
    /// <summary>What writers and readers of rollups share: the reporting calendar, the settings, and the reading of buckets.</summary>
    /// <remarks>Needs an <see cref="IRollupStore"/> before a bucket is read or written.</remarks>
    public static IServiceCollection AddRollups(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ReportingOptions>(configuration, ReportingOptions.SectionName);
        services.AddSettings<RollupOptions>(configuration, RollupOptions.SectionName);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ReportingOptions>, ReportingOptionsValidator>());

        services.TryAddSingleton(provider => new ReportingCalendar(TimeZoneInfo.FindSystemTimeZoneById(
            provider.GetRequiredService<IOptions<ReportingOptions>>().Value.TimeZone)));
        services.TryAddSingleton<PartCache>();
        services.TryAddSingleton<RollupLoader>();
        return services;
    }
}

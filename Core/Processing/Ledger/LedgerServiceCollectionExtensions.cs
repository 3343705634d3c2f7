using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Plumbing.Settings;

namespace Pipeline.Core.Processing.Ledger;

public static class LedgerServiceCollectionExtensions
{
    /// <summary>The bookkeeper, for those who read the ledger or post its entries. Needs the ports of ledger and quarantine, and logging.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<LedgerOptions>(configuration, LedgerOptions.SectionName);
        services.TryAddSingleton<Bookkeeper>();
        return services;
    }
}

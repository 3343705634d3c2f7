using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Sqlite;
using Pipeline.Core.Ledger;
using Pipeline.Core.Ledger.Sqlite;
using Pipeline.Core.Quarantine;
using Pipeline.Core.Quarantine.Sqlite;
using Pipeline.Core.Queue;
using Pipeline.Core.Queue.Sqlite;
using Pipeline.Core.Raw;
using Pipeline.Core.Raw.Sqlite;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Sqlite;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Sqlite;
using Pipeline.Core.Sessions;
using Pipeline.Core.Sessions.Sqlite;
using Pipeline.Core.Settings;
using Pipeline.Core.Storage.Sqlite;
using Pipeline.Core.Users;
using Pipeline.Core.Users.Sqlite;

namespace Pipeline.Core.Storage;

public static class StorageServiceCollectionExtensions
{
    /// <summary>Every port on SQLite files: <see cref="AddEmbeddedQueue"/> and <see cref="AddEmbeddedStores"/>.</summary>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddEmbeddedQueue(configuration).AddEmbeddedStores(configuration);

    /// <summary>The queue on a SQLite file in <see cref="StorageOptions.DataDirectory"/>, for one process.</summary>
    public static IServiceCollection AddEmbeddedQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEmbeddedFiles(configuration);
        services.AddSettings<QueueOptions>(configuration, QueueOptions.SectionName);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteEventQueue>(
            provider, provider.GetRequiredService<EmbeddedStorage>().Queue));
        services.AddSingleton<IEventQueue>(provider => provider.GetRequiredService<SqliteEventQueue>());
        return services.AddSingleton<IDeadLetterQueue>(provider => provider.GetRequiredService<SqliteEventQueue>());
    }

    /// <summary>All stores on a SQLite file in <see cref="StorageOptions.DataDirectory"/>, for one process.</summary>
    public static IServiceCollection AddEmbeddedStores(this IServiceCollection services, IConfiguration configuration) => services
        .AddEmbeddedFiles(configuration)
        .AddStore<IRawStore>(store => new SqliteRawStore(store))
        .AddStore<ISessionStore>(store => new SqliteSessionStore(store))
        .AddStore<IUserStore>(store => new SqliteUserStore(store))
        .AddStore<IRollupStore>(store => new SqliteRollupStore(store))
        .AddStore<IDirtySlices>(store => new SqliteDirtySlices(store))
        .AddStore<IQuarantineStore>(store => new SqliteQuarantineStore(store))
        .AddStore<ILedger>(store => new SqliteLedger(store))
        .AddStore<IRunLedger>(store => new SqliteRunLedger(store))
        .AddStore<IArchiveCatalogue>(store => new SqliteArchiveCatalogue(store));

    // The files are opened when the first port is asked for, and closed with the container.
    private static IServiceCollection AddEmbeddedFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<StorageOptions>(configuration, StorageOptions.SectionName);
        services.TryAddSingleton<EmbeddedStorage>();
        return services;
    }

    private static IServiceCollection AddStore<TPort>(this IServiceCollection services, Func<SqliteDatabase, TPort> create)
        where TPort : class =>
        services.AddSingleton(provider => create(provider.GetRequiredService<EmbeddedStorage>().Store));
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Core.Alarms.Sqlite;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Audit.Sqlite;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqlite;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Sqlite;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Probes.Sqlite;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Quarantine.Sqlite;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Sqlite;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Sqlite;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Processing.Users.Search.Sqlite;
using Pipeline.Core.Processing.Users.Sqlite;
using Pipeline.Core.Protection;
using Pipeline.Core.Protection.Sqlite;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Sqlite;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Sqlite;

namespace Pipeline.Core.Composition;

public static class SqliteServiceCollectionExtensions
{
    /// <summary>Every port on SQLite files: <see cref="AddSqliteQueue"/> and <see cref="AddSqliteStores"/>.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSqliteQueue(configuration).AddSqliteStores(configuration);

    /// <summary>The queue on a SQLite file in <see cref="DataDirectoryOptions.DataDirectory"/>, for one process.</summary>
    public static IServiceCollection AddSqliteQueue(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSqliteFiles(configuration);
        services.AddSettings<QueueOptions>(configuration, QueueOptions.SectionName);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SqliteEventQueue>(
            provider, provider.GetRequiredService<SqliteStorage>().Queue));
        services.AddSingleton<IEventQueue>(provider => provider.GetRequiredService<SqliteEventQueue>());
        return services.AddSingleton<IDeadLetterQueue>(provider => provider.GetRequiredService<SqliteEventQueue>());
    }

    /// <summary>All stores on a SQLite file in <see cref="DataDirectoryOptions.DataDirectory"/>, for one process.</summary>
    public static IServiceCollection AddSqliteStores(this IServiceCollection services, IConfiguration configuration) => services
        .AddSqliteFiles(configuration)
        .AddStore<IRawStore>(store => new SqliteRawStore(store))
        .AddStore<ISealedDays>(store => new SqliteSealedDays(store))
        .AddStore<ISessionStore>(store => new SqliteSessionStore(store))
        .AddStore<IUserStore>(store => new SqliteUserStore(store))
        .AddSingleton<IUserIndex>(provider => new SqliteUserIndex(
            provider.GetRequiredService<SqliteStorage>().Store, provider.GetRequiredService<SqliteStorage>().Search))
        .AddStore<IRollupStore>(store => new SqliteRollupStore(store))
        .AddStore<IRollupProgress>(store => new SqliteRollupProgress(store))
        .AddStore<IDirtySlices>(store => new SqliteDirtySlices(store))
        .AddStore<IQuarantineStore>(store => new SqliteQuarantineStore(store))
        .AddStore<ILedgerStore>(store => new SqliteLedgerStore(store))
        .AddStore<IRunHistory>(store => new SqliteRunHistory(store))
        .AddStore<IProbeStore>(store => new SqliteProbeStore(store))
        .AddStore<IAlarmStore>(store => new SqliteAlarmStore(store))
        .AddStore<IPausedJobs>(store => new SqlitePausedJobs(store))
        .AddStore<IArchiveCatalogue>(store => new SqliteArchiveCatalogue(store))
        .AddStore<IAuditLog>(store => new SqliteAuditLog(store))
        .AddStore<IKeyRing>(store => new SqliteKeyRing(store));

    // The files are opened when the first port is asked for, and closed with the container.
    private static IServiceCollection AddSqliteFiles(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<DataDirectoryOptions>(configuration, DataDirectoryOptions.SectionName);
        services.TryAddSingleton(provider => new SqliteStorage(
            provider.GetRequiredService<IOptions<DataDirectoryOptions>>(),
            SqliteSchemas.Queue,
            SqliteSchemas.Store,
            SqliteSchemas.Search));
        return services;
    }

    private static IServiceCollection AddStore<TPort>(this IServiceCollection services, Func<SqliteDatabase, TPort> create)
        where TPort : class =>
        services.AddSingleton(provider => create(provider.GetRequiredService<SqliteStorage>().Store));
}

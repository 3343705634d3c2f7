using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Core.Alarms.Mongo;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Mongo;
using Pipeline.Core.Audit;
using Pipeline.Core.Audit.Mongo;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Mongo;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Probes.Mongo;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Quarantine.Mongo;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Mongo;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Processing.Users.Mongo;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.Processing.Users.Search.Mongo;
using Pipeline.Core.Protection;
using Pipeline.Core.Protection.Mongo;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Mongo;

namespace Pipeline.Core.Composition;

public static class MongoStoresServiceCollectionExtensions
{
    /// <summary>Every port but the queue's on MongoDB, for any number of processes at once.</summary>
    /// <remarks>The host runs <see cref="MongoStorageCheck"/> before it starts its services: that makes the indexes.</remarks>
    public static IServiceCollection AddMongoStores(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MongoOptions>(configuration, MongoOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MongoOptions>, MongoOptionsValidator>());
        services.AddSingleton<IStartupCheck>(provider => new MongoStorageCheck(
            provider.GetRequiredService<MongoStorage>(), MongoSchema.Indexes));
        return services
            .AddSingleton<MongoStorage>()
            .AddSingleton<IRawStore, MongoRawStore>()
            .AddSingleton<ISealedDays, MongoSealedDays>()
            .AddSingleton<ISessionStore, MongoSessionStore>()
            .AddSingleton<IUserStore, MongoUserStore>()
            .AddSingleton<IUserIndex, MongoUserIndex>()
            .AddSingleton<IRollupStore, MongoRollupStore>()
            .AddSingleton<IRollupProgress, MongoRollupProgress>()
            .AddSingleton<IDirtySlices, MongoDirtySlices>()
            .AddSingleton<IQuarantineStore, MongoQuarantineStore>()
            .AddSingleton<ILedgerStore, MongoLedgerStore>()
            .AddSingleton<IRunHistory, MongoRunHistory>()
            .AddSingleton<IProbeStore, MongoProbeStore>()
            .AddSingleton<IAlarmStore, MongoAlarmStore>()
            .AddSingleton<IPausedJobs, MongoPausedJobs>()
            .AddSingleton<IArchiveCatalogue, MongoArchiveCatalogue>()
            .AddSingleton<IAuditLog, MongoAuditLog>()
            .AddSingleton<IKeyRing, MongoKeyRing>();
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Mongo;
using Pipeline.Core.Hosting;
using Pipeline.Core.Ledger;
using Pipeline.Core.Ledger.Mongo;
using Pipeline.Core.Quarantine;
using Pipeline.Core.Quarantine.Mongo;
using Pipeline.Core.Raw;
using Pipeline.Core.Raw.Mongo;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Mongo;
using Pipeline.Core.Sessions;
using Pipeline.Core.Sessions.Mongo;
using Pipeline.Core.Settings;
using Pipeline.Core.Users;
using Pipeline.Core.Users.Mongo;

namespace Pipeline.Core.Storage.Mongo;

public static class MongoStorageServiceCollectionExtensions
{
    /// <summary>Every port but the queue's on MongoDB, for any number of processes at once.</summary>
    /// <remarks>The host runs <see cref="MongoStorageCheck"/> before it starts its services: that makes the indexes.</remarks>
    public static IServiceCollection AddMongoStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<MongoOptions>(configuration, MongoOptions.SectionName);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<MongoOptions>, MongoOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, MongoStorageCheck>());
        return services
            .AddSingleton<MongoStorage>()
            .AddSingleton<IRawStore, MongoRawStore>()
            .AddSingleton<ISessionStore, MongoSessionStore>()
            .AddSingleton<IUserStore, MongoUserStore>()
            .AddSingleton<IRollupStore, MongoRollupStore>()
            .AddSingleton<IDirtySlices, MongoDirtySlices>()
            .AddSingleton<IQuarantineStore, MongoQuarantineStore>()
            .AddSingleton<ILedger, MongoLedger>()
            .AddSingleton<IRunLedger, MongoRunLedger>()
            .AddSingleton<IArchiveCatalogue, MongoArchiveCatalogue>();
    }
}

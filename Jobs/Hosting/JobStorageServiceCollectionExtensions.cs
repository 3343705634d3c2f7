using Hangfire;
using Hangfire.InMemory;
using Hangfire.Mongo;
using Hangfire.Mongo.Migration.Strategies;
using Hangfire.Mongo.Migration.Strategies.Backup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Hosting;

public static class JobStorageServiceCollectionExtensions
{
    /// <summary>Hangfire's storage and clients, for the process that runs jobs as well as for the one that shows the dashboard.</summary>
    /// <remarks>Needs the stores, for the history of runs.</remarks>
    public static IServiceCollection AddJobStorage(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration)
    {
        services.AddJobRules(JobTable.All);
        if (profile.IsSingleProcess)
        {
            return services.AddHangfire(hangfire => Common(hangfire).UseInMemoryStorage(new InMemoryStorageOptions
            {
                // Ids must never repeat: the run history keeps them across restarts.
                IdType = InMemoryStorageIdType.Guid,
                MaxExpirationTime = TimeSpan.FromDays(1),
            }));
        }

        services.AddSettings<JobStorageOptions>(configuration, JobStorageOptions.SectionName);
        services.PostConfigure<JobStorageOptions>(options =>
        {
            if (options.ConnectionString.Length == 0)
            {
                options.ConnectionString = configuration["Pipeline:Mongo:ConnectionString"] ?? "";
            }
        });
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<JobStorageOptions>>(new JobStorageOptionsValidator(configuration)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupCheck, JobStorageCheck>());
        return services.AddHangfire((provider, hangfire) =>
            UseMongo(Common(hangfire), provider.GetRequiredService<IOptions<JobStorageOptions>>().Value));
    }

    private static IGlobalConfiguration Common(IGlobalConfiguration hangfire) => hangfire
        .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
        .UseSimpleAssemblyNameTypeSerializer()
        .UseRecommendedSerializerSettings();

    private static void UseMongo(IGlobalConfiguration hangfire, JobStorageOptions options)
    {
        var client = JobStorageClient.Connect(options);
        hangfire.UseMongoStorage(client, options.Database, new MongoStorageOptions
        {
            Prefix = options.Prefix,
            MigrationOptions = new MongoMigrationOptions
            {
                MigrationStrategy = new MigrateMongoMigrationStrategy(),
                BackupStrategy = new CollectionMongoBackupStrategy(),
            },
            // Change streams need a replica set. They may miss a job, so the queues are polled as well.
            CheckQueuedJobsStrategy = IsReplicaSet(client) ? CheckQueuedJobsStrategy.Watch : CheckQueuedJobsStrategy.Poll,
            QueuePollInterval = options.QueuePolling,
            SupportsCappedCollection = false,
        });
    }

    private static bool IsReplicaSet(MongoClient client) =>
        client.GetDatabase("admin").RunCommand<BsonDocument>(new BsonDocument("hello", 1)).Contains("setName");
}

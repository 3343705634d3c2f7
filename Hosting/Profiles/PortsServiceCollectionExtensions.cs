using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Composition;

namespace Pipeline.Hosting.Profiles;

/// <summary>The adapters that a profile names.</summary>
public static class PortsServiceCollectionExtensions
{
    public static IServiceCollection AddQueue(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration) => profile.Queue switch
        {
            QueueKind.Sqlite => services.AddSqliteQueue(configuration),
            QueueKind.Sqs => services.AddSqsQueue(configuration),
            _ => throw new NotSupportedException($"No adapter for {profile.Queue}."),
        };

    public static IServiceCollection AddStore(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration) => profile.Store switch
        {
            StoreKind.Sqlite => services.AddSqliteStores(configuration),
            StoreKind.Mongo => services.AddMongoStores(configuration),
            _ => throw new NotSupportedException($"No adapter for {profile.Store}."),
        };

    public static IServiceCollection AddArchive(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration) => profile.Archive switch
        {
            ArchiveKind.Directory => services.AddDirectoryArchive(configuration),
            ArchiveKind.S3 => services.AddS3Archive(configuration),
            _ => throw new NotSupportedException($"No adapter for {profile.Archive}."),
        };
}

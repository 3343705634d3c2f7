using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Core.Archive;
using Pipeline.Core.Queue.Sqs;
using Pipeline.Core.Storage;
using Pipeline.Core.Storage.Mongo;

namespace Pipeline.Hosting.Profiles;

/// <summary>The adapters that a profile names.</summary>
public static class PortsServiceCollectionExtensions
{
    public static IServiceCollection AddQueue(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration) => profile.Queue switch
        {
            QueueKind.Embedded => services.AddEmbeddedQueue(configuration),
            QueueKind.Sqs => services.AddSqsQueue(configuration),
            _ => throw new NotSupportedException($"No adapter for {profile.Queue}."),
        };

    public static IServiceCollection AddStore(
        this IServiceCollection services, PipelineProfile profile, IConfiguration configuration) => profile.Store switch
        {
            StoreKind.Embedded => services.AddEmbeddedStores(configuration),
            StoreKind.Mongo => services.AddMongoStorage(configuration),
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

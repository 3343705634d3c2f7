using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.Directories;
using Pipeline.Core.Archive.Local;
using Pipeline.Core.Archive.Parquet;
using Pipeline.Core.Archive.Parquet.DuckDb;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Archive.S3;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Settings;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Composition;

public static class ArchiveServiceCollectionExtensions
{
    /// <summary>The archive in a directory, for one process.</summary>
    public static IServiceCollection AddDirectoryArchive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<DataDirectoryOptions>(configuration, DataDirectoryOptions.SectionName);
        services.AddSettings<DirectoryArchiveOptions>(configuration, DirectoryArchiveOptions.SectionName);
        return services.AddSingleton<IArchiveFiles, DirectoryArchiveFiles>().AddParquetParts(
            configuration, provider => provider.GetRequiredService<IOptions<DataDirectoryOptions>>());
    }

    /// <summary>
    /// The archive in a bucket, and its startup check. Region, credentials and endpoint (<c>AWS_ENDPOINT_URL</c> for an emulator) are
    /// found by the SDK.
    /// </summary>
    public static IServiceCollection AddS3Archive(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSettings<S3Options>(configuration, S3Options.SectionName);
        services.TryAddSingleton<IAmazonS3>(provider => new AmazonS3Client(new AmazonS3Config
        {
            ForcePathStyle = provider.GetRequiredService<IOptions<S3Options>>().Value.PathStyle,
            // The adapter has its own deadlines, which depend on the size of the file.
            Timeout = Timeout.InfiniteTimeSpan,
        }));
        services.AddSingleton<IArchiveFiles, S3ArchiveFiles>();
        services.AddSingleton<IStartupCheck>(provider => new S3BucketCheck(
            provider.GetRequiredService<IAmazonS3>,
            provider.GetRequiredService<IOptions<S3Options>>(),
            provider.GetRequiredService<TimeProvider>()));
        // Many processes may run on one machine, which is never so with the directory archive.
        services.AddSingleton<ProcessDirectory>();
        return services.AddParquetParts(configuration, provider => provider.GetRequiredService<ProcessDirectory>().AsDataDirectory());
    }

    /// <summary>Parts of archived days as Parquet files, read by DuckDB, and what this machine keeps of them.</summary>
    private static IServiceCollection AddParquetParts(
        this IServiceCollection services, IConfiguration configuration, Func<IServiceProvider, IOptions<DataDirectoryOptions>> directory)
    {
        services.AddSettings<DataDirectoryOptions>(configuration, DataDirectoryOptions.SectionName);
        services.AddSettings<ArchiveLocalOptions>(configuration, ArchiveLocalOptions.SectionName);
        return services
            .AddSingleton(provider => new ArchiveScratch(directory(provider)))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<ArchiveCache>(provider, directory(provider)))
            .AddSingleton<ArchiveDuckDb>()
            .AddSingleton<IPartFormat, ParquetPartFormat>()
            .AddSingleton<IArchivedEvents, DuckDbArchivedEvents>();
    }
}

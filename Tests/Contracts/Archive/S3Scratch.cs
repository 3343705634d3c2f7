using Amazon.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Emulators;
using Pipeline.Core.Composition;

namespace Pipeline.Contracts.Archive;

/// <summary>A bucket of one test's own.</summary>
internal sealed class S3Scratch(Emulator emulator) : IAsyncDisposable
{
    private readonly List<ServiceProvider> _opened = [];

    public string Bucket { get; } = $"test-{Guid.NewGuid():N}";

    public async Task<AmazonS3Client> CreateBucketAsync()
    {
        await emulator.ReadyAsync();
        var s3 = new AmazonS3Client();
        await s3.PutBucketAsync(Bucket, TestContext.Current.CancellationToken);
        return s3;
    }

    /// <summary>The services of a configuration with this bucket, whether or not it exists.</summary>
    public async Task<IServiceProvider> ConfigureAsync(string prefix)
    {
        await emulator.ReadyAsync();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Pipeline:S3:Bucket"] = Bucket, ["Pipeline:S3:Prefix"] = prefix })
            .Build();
        _opened.Add(new ServiceCollection().AddS3Archive(configuration).BuildServiceProvider());
        return _opened[^1];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _opened)
        {
            await services.DisposeAsync();
        }
    }
}

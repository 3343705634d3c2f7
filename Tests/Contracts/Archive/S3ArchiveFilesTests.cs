using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.DependencyInjection;
using Pipeline.Contracts.Emulators;
using Pipeline.Core.Archive;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Contracts.Archive;

public sealed class S3ArchiveFilesTests(Emulator emulator) : ArchiveFilesContract
{
    private readonly S3Scratch _scratch = new(emulator);
    private AmazonS3Client _s3 = null!;

    protected override async Task<IArchiveFiles> OpenAsync()
    {
        _s3 = await _scratch.CreateBucketAsync();
        return (await _scratch.ConfigureAsync("shop/")).GetRequiredService<IArchiveFiles>();
    }

    [Fact]
    public async Task AnyCall_OthersInTheBucket_AreNotSeen()
    {
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _scratch.Bucket, Key = "a", ContentBody = "not ours" }, Token);

        await Files.PutIfAbsentAsync("b", Source([1]), Token);

        Assert.Null(await Files.FindAsync("a", Token));
        Assert.Equal(["b"], await Files.ListAsync("", Token));
        Assert.Equal(1, (await _s3.GetObjectMetadataAsync(_scratch.Bucket, "shop/b", Token)).ContentLength);
    }

    [Fact]
    public async Task Find_ObjectWithoutChecksum_IsRefusedRatherThanTrusted()
    {
        await _s3.PutObjectAsync(new PutObjectRequest { BucketName = _scratch.Bucket, Key = "shop/a", ContentBody = "foreign" }, Token);

        var refusal = await Assert.ThrowsAsync<PermanentStorageException>(() => Files.FindAsync("a", Token));

        Assert.Contains("checksum", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_BucketIsMissing_IsTransientAndNamesIt()
    {
        await using var other = new S3Scratch(emulator);
        var files = (await other.ConfigureAsync("")).GetRequiredService<IArchiveFiles>();

        var failures = new[]
        {
            await Assert.ThrowsAsync<TransientStorageException>(() => files.PutIfAbsentAsync("a", Source([1]), Token)),
            await Assert.ThrowsAsync<TransientStorageException>(() => files.ListAsync("", Token)),
        };

        Assert.All(failures, failure => Assert.Contains(other.Bucket, failure.Message, StringComparison.Ordinal));
    }

    protected override async ValueTask CloseAsync()
    {
        await _scratch.DisposeAsync();
        _s3?.Dispose();
    }
}

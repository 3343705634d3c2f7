using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;
using Polly;
using Polly.Retry;

namespace Pipeline.Core.Archive.S3;

/// <summary>
/// The archive in production. A file is sent in one conditional request with its SHA-256, which S3 checks and keeps: a multipart upload
/// would only have a hash of hashes, and 5 GiB is far more than a part of a day should need.
/// </summary>
public sealed class S3ArchiveFiles(IAmazonS3 s3, IOptions<S3Options> options, TimeProvider time) : IArchiveFiles
{
    private const long MaxBytes = 5L << 30;
    private const int ConflictAttempts = 5;
    // The checksum of a multipart upload is a hash of hashes and has a suffix.
    private const int Sha256Base64Length = 44;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly S3Options _options = options.Value;

    // While another write to the key is under way, nobody can tell which of the two will win.
    private readonly ResiliencePipeline<HttpStatusCode> _conflicts =
        new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpStatusCode>
            {
                ShouldHandle = new PredicateBuilder<HttpStatusCode>().HandleResult(HttpStatusCode.Conflict),
                MaxRetryAttempts = ConflictAttempts - 1,
                Delay = FirstPause,
                BackoffType = DelayBackoffType.Exponential,
            })
            .Build();

    public async Task<PutOutcome> PutIfAbsentAsync(string key, string sourcePath, CancellationToken cancellationToken)
    {
        ArchiveKey.Validate(key);
        await using var source = new FileStream(
            sourcePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, useAsync: true);
        if (source.Length > MaxBytes)
        {
            throw new PermanentStorageException($"{sourcePath} has {source.Length} bytes; the archive takes at most {MaxBytes}.");
        }

        var checksum = Convert.ToBase64String(await SHA256.HashDataAsync(source, cancellationToken));
        var status = await _conflicts.ExecuteAsync(
            async token =>
            {
                source.Position = 0;
                return await PutAsync(key, source, checksum, token);
            },
            cancellationToken);
        return status switch
        {
            HttpStatusCode.Conflict => throw new TransientStorageException(
                $"{Subject} still had other writes to {key} under way after {ConflictAttempts} tries."),
            HttpStatusCode.PreconditionFailed => PutOutcome.AlreadyThere,
            _ => PutOutcome.Created,
        };
    }

    public async Task<FileStream?> OpenReadAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } file)
        {
            return null;
        }

        // Shared, because tools open it by its name.
        var local = OwnerOnly.CreateFile(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileAccess.ReadWrite,
            FileShare.ReadWrite | FileShare.Delete,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            if (await TryDownloadAsync(file, local, cancellationToken))
            {
                return local;
            }
        }
        catch
        {
            await local.DisposeAsync();
            throw;
        }

        await local.DisposeAsync();
        return null;
    }

    public async Task<ArchiveFile?> FindAsync(string key, CancellationToken cancellationToken)
    {
        ArchiveKey.Validate(key);
        var request = new GetObjectMetadataRequest
        {
            BucketName = _options.Bucket, Key = _options.Prefix + key, ChecksumMode = ChecksumMode.ENABLED,
        };
        var found = await CallAsync<GetObjectMetadataResponse?>(CallTimeout, async token =>
        {
            try
            {
                return await s3.GetObjectMetadataAsync(request, token);
            }
            catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }
        }, cancellationToken);

        return found is null ? null
            : found.ChecksumSHA256 is { Length: Sha256Base64Length } checksum
                ? new ArchiveFile(key, found.ContentLength, Convert.ToHexStringLower(Convert.FromBase64String(checksum)))
                : throw new PermanentStorageException(
                    $"{Subject} holds {key} without a SHA-256 checksum: it was not stored by this archive. Copy it with that checksum.");
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        ArchiveKey.ValidatePrefix(prefix);
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _options.Prefix + prefix };
        var keys = new List<string>();
        do
        {
            var page = await CallAsync(CallTimeout, token => s3.ListObjectsV2Async(request, token), cancellationToken);
            keys.AddRange((page.S3Objects ?? []).Select(found => found.Key[_options.Prefix.Length..]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);

        keys.Sort(StringComparer.Ordinal);
        return keys;
    }

    public Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        ArchiveKey.Validate(key);
        return CallAsync(
            CallTimeout, token => s3.DeleteObjectAsync(_options.Bucket, _options.Prefix + key, token), cancellationToken);
    }

    private string Subject => $"The bucket {_options.Bucket}";

    /// <summary>Returns the status: stored, already there, or another write to the key under way.</summary>
    private Task<HttpStatusCode> PutAsync(string key, FileStream source, string checksum, CancellationToken cancellationToken)
    {
        var request = new PutObjectRequest
        {
            BucketName = _options.Bucket,
            Key = _options.Prefix + key,
            InputStream = source,
            AutoCloseStream = false,
            IfNoneMatch = "*",
            ChecksumSHA256 = checksum,
        };
        return CallAsync(TransferTimeout(source.Length), async token =>
        {
            try
            {
                return (await s3.PutObjectAsync(request, token)).HttpStatusCode;
            }
            catch (AmazonS3Exception refusal) when (
                refusal.StatusCode is HttpStatusCode.PreconditionFailed || refusal.ErrorCode == "ConditionalRequestConflict")
            {
                return refusal.StatusCode;
            }
        }, cancellationToken);
    }

    /// <summary>False when the object has gone since it was found.</summary>
    private async Task<bool> TryDownloadAsync(ArchiveFile file, FileStream local, CancellationToken cancellationToken)
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = _options.Prefix + file.Key };
        return await CallAsync(TransferTimeout(file.Bytes), async token =>
        {
            try
            {
                using var response = await s3.GetObjectAsync(request, token);
                await response.ResponseStream.CopyToAsync(local, token);
            }
            catch (NoSuchKeyException)
            {
                return false;
            }

            await local.FlushAsync(token);
            local.Position = 0;
            var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(local, token));
            local.Position = 0;
            return actual == file.Sha256
                ? true
                : throw new IOException($"{file.Key} did not arrive as it was stored.");
        }, cancellationToken);
    }

    // Anything slower than 1 MiB/s counts as a hang.
    private static TimeSpan TransferTimeout(long bytes) => CallTimeout + TimeSpan.FromSeconds(bytes >> 20);

    private Task<T> CallAsync<T>(TimeSpan timeout, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        AwsCalls.CallAsync(Subject, timeout, time, call, cancellationToken);
}

using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Aws;

namespace Pipeline.Core.Archive.S3;

/// <summary>The bucket exists in the client's region, and its keys can be listed and read.</summary>
/// <remarks>The check makes the client itself, so that it can report when the SDK finds no region.</remarks>
internal sealed class S3BucketCheck(Func<IAmazonS3> connect, IOptions<S3Options> options, TimeProvider time) : IStartupCheck
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private readonly S3Options _options = options.Value;

    public string Name => "S3";

    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken)
    {
        IAmazonS3 s3;
        try
        {
            s3 = connect();
        }
        catch (Exception trouble) when (AwsCalls.IsTrouble(trouble))
        {
            return [$"S3 can't be used: {AwsCalls.Describe(trouble)} Set AWS_REGION, or run where the SDK finds a region."];
        }

        var list = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _options.Prefix, MaxKeys = 1 };
        // S3 tells callers with list permission that a key is missing, and refuses callers without read permission.
        var read = new GetObjectMetadataRequest { BucketName = _options.Bucket, Key = _options.Prefix + "startup-check" };
        return await FindProblemAsync("s3:ListBucket", token => s3.ListObjectsV2Async(list, token), cancellationToken)
            ?? await FindProblemAsync("s3:GetObject", async token =>
            {
                try
                {
                    return await s3.GetObjectMetadataAsync(read, token);
                }
                catch (AmazonS3Exception absent) when (absent.StatusCode == HttpStatusCode.NotFound)
                {
                    return null;
                }
            }, cancellationToken)
            ?? [];
    }

    private async Task<IReadOnlyList<string>?> FindProblemAsync<T>(
        string permission, Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            await AwsCalls.CallAsync(
                $"{S3Options.SectionName}:{nameof(S3Options.Bucket)} {_options.Bucket}", CallTimeout, time, call, cancellationToken);
            return null;
        }
        catch (TransientStorageException trouble)
        {
            return
            [
                $"{trouble.Message} The bucket must exist in the client's region and allow {permission}; the archive needs " +
                $"s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject on {_options.Prefix}*.",
            ];
        }
    }
}

using System.Net;
using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Archive;
using Pipeline.Core.Archive.S3;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Core.Tests.Archive;

/// <summary>What an emulator does not do on demand.</summary>
public sealed class S3ArchiveFilesTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3];

    private readonly string _source = Path.GetTempFileName();
    private readonly FakeTimeProvider _time = new();
    private readonly Mock<IAmazonS3> _s3 = new(MockBehavior.Strict);
    private readonly S3ArchiveFiles _files;

    public S3ArchiveFilesTests()
    {
        File.WriteAllBytes(_source, Content);
        _files = new S3ArchiveFiles(_s3.Object, Options.Create(new S3Options { Bucket = "shop", Prefix = "archive/" }), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_source);

    [Fact]
    public async Task Put_AnyFile_IsConditionalAndCarriesItsChecksum()
    {
        PutObjectRequest? sent = null;
        _s3.Setup(s3 => s3.PutObjectAsync(It.IsAny<PutObjectRequest>(), It.IsAny<CancellationToken>()))
            .Callback((PutObjectRequest request, CancellationToken _) => sent = request)
            .ReturnsAsync(new PutObjectResponse { HttpStatusCode = HttpStatusCode.OK });

        Assert.Equal(PutOutcome.Created, await _files.PutIfAbsentAsync("a", _source, Token));

        Assert.Equal(
            ("shop", "archive/a", "*", Convert.ToBase64String(SHA256.HashData(Content))),
            (sent!.BucketName, sent.Key, sent.IfNoneMatch, sent.ChecksumSHA256));
    }

    [Fact]
    public async Task Put_AnotherWriteUnderWay_IsTriedAgainWithTheWholeFile()
    {
        List<long> positions = [];
        var statuses = new Queue<HttpStatusCode>([HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed]);
        AnswerPuts(request =>
        {
            positions.Add(request.InputStream.Position);
            request.InputStream.ReadExactly(new byte[Content.Length]);
            return statuses.Dequeue();
        });

        Assert.Equal(PutOutcome.AlreadyThere, await PassAsync(_files.PutIfAbsentAsync("a", _source, Token)));

        Assert.Equal([0, 0, 0], positions);
    }

    [Fact]
    public async Task Put_OtherWritesNeverEnd_IsTransient()
    {
        AnswerPuts(_ => HttpStatusCode.Conflict);

        await Assert.ThrowsAsync<TransientStorageException>(() => PassAsync(_files.PutIfAbsentAsync("a", _source, Token)));

        Assert.Equal(5, _s3.Invocations.Count);
    }

    [Fact]
    public async Task Put_Forbidden_IsTransientAndNamesTheCode()
    {
        AnswerPuts(_ => HttpStatusCode.Forbidden);

        var failure = await Assert.ThrowsAsync<TransientStorageException>(() => _files.PutIfAbsentAsync("a", _source, Token));

        Assert.Contains("Forbidden", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_LargerThanOneRequestMayBe_IsRefusedForGood()
    {
        await using (var file = File.OpenWrite(_source))
        {
            file.SetLength((5L << 30) + 1);
        }

        await Assert.ThrowsAsync<PermanentStorageException>(() => _files.PutIfAbsentAsync("a", _source, Token));
    }

    [Fact]
    public async Task OpenRead_ContentIsNotWhatWasStored_IsTransient()
    {
        Find(SHA256.HashData(Content));
        _s3.Setup(s3 => s3.GetObjectAsync(It.IsAny<GetObjectRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => new GetObjectResponse { ResponseStream = new MemoryStream([1, 2]) });

        await Assert.ThrowsAsync<TransientStorageException>(() => _files.OpenReadAsync("a", Token));
    }

    [Fact]
    public async Task OpenRead_GoneSinceItWasFound_ReturnsNothing()
    {
        Find(SHA256.HashData(Content));
        _s3.Setup(s3 => s3.GetObjectAsync(It.IsAny<GetObjectRequest>(), It.IsAny<CancellationToken>()))
            .ThrowsAsync(new NoSuchKeyException("gone"));

        Assert.Null(await _files.OpenReadAsync("a", Token));
    }

    [Fact]
    public async Task OpenRead_Closed_RemovesTheLocalFile()
    {
        Find(SHA256.HashData(Content));
        _s3.Setup(s3 => s3.GetObjectAsync(It.IsAny<GetObjectRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(() => new GetObjectResponse { ResponseStream = new MemoryStream(Content) });

        var local = await _files.OpenReadAsync("a", Token);
        Assert.Equal(Content, await File.ReadAllBytesAsync(local!.Name, Token));
        await local.DisposeAsync();

        Assert.False(File.Exists(local.Name));
    }

    [Fact]
    public async Task List_SeveralPages_ReturnsAllWithoutThePrefixInOrdinalOrder()
    {
        _s3.Setup(s3 => s3.ListObjectsV2Async(It.IsAny<ListObjectsV2Request>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ListObjectsV2Request request, CancellationToken _) => request.ContinuationToken switch
            {
                null => new() { S3Objects = [new() { Key = "archive/b" }, new() { Key = "archive/B" }], NextContinuationToken = "2" },
                "2" => new() { S3Objects = null, NextContinuationToken = "3" },
                _ => new() { S3Objects = [new() { Key = "archive/a" }] },
            });

        Assert.Equal(["B", "a", "b"], await _files.ListAsync("", Token));
    }

    private void AnswerPuts(Func<PutObjectRequest, HttpStatusCode> answer) =>
        _s3.Setup(s3 => s3.PutObjectAsync(It.IsAny<PutObjectRequest>(), It.IsAny<CancellationToken>()))
            .Returns((PutObjectRequest request, CancellationToken _) =>
            {
                var status = answer(request);
                var code = status == HttpStatusCode.Conflict ? "ConditionalRequestConflict" : status.ToString();
                return Task.FromException<PutObjectResponse>(
                    new AmazonS3Exception("refused") { StatusCode = status, ErrorCode = code });
            });

    private void Find(byte[] checksum) =>
        _s3.Setup(s3 => s3.GetObjectMetadataAsync(It.IsAny<GetObjectMetadataRequest>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new GetObjectMetadataResponse
            {
                ContentLength = Content.Length, ChecksumSHA256 = Convert.ToBase64String(checksum),
            });

    /// <summary>Lets time pass, a pause between two tries after the other, until the task ends.</summary>
    private async Task<T> PassAsync<T>(Task<T> task)
    {
        while (await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(5), Token)) != task)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        return await task;
    }
}

using MongoDB.Bson;
using Pipeline.Contracts.Storage;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.MongoServer;
using Fault = Pipeline.MongoServer.Faults.Fault;

namespace Pipeline.Contracts.Rollups;

/// <summary>
/// A writer that dies between any two of its three steps, or whose answer is lost at one, leaves the bucket readable in one version,
/// and nothing behind once it is written again.
/// </summary>
public sealed class MongoRollupStoreFaultTests : IAsyncDisposable
{
    private static readonly BucketKey Key = new(BucketLevel.Hour, "UTC", new DateTimeOffset(2025, 3, 30, 12, 0, 0, TimeSpan.Zero));

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;
    private readonly MongoRollupStore _store;

    public MongoRollupStoreFaultTests()
    {
        _scratch = new MongoScratch(_server.ConnectionString);
        _store = new MongoRollupStore(_scratch.Storage);
    }

    /// <summary>The command at which the connection breaks, whether before or after it runs, and the version that readers see then.</summary>
    public static TheoryData<string, int, bool, int> Steps => new()
    {
        { "update", 0, true, 1 }, // before the parts
        { "update", 0, false, 1 }, // after the parts
        { "update", 1, true, 1 }, // before the bucket
        { "update", 1, false, 2 }, // after the bucket
        { "delete", 0, true, 2 }, // before the old parts are removed
        { "delete", 0, false, 2 }, // after it
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Put_DiesAtAStep_BucketIsWholeAndTheNextWriteCleansUp(string command, int nth, bool losesRequest, int version)
    {
        await _store.PutAsync([Write(1, null)], Token);
        Fault[] faults = [.. Enumerable.Repeat(Fault.Late(TimeSpan.Zero), nth), losesRequest ? Fault.LostRequest : Fault.LostReply];
        _server.FailNext(command, faults);

        await Assert.ThrowsAsync<TransientStorageException>(() => _store.PutAsync([Write(2, 1)], Token));

        await AssertWholeAsync(version);
        Assert.Empty(await _store.PutAsync([Write(3, version)], Token));
        await AssertWholeAsync(3);
        // Two chunks of one part and one of the other.
        Assert.Equal(3, await _scratch.Storage.Database.GetCollection<BsonDocument>("rollup_parts").CountDocumentsAsync(new BsonDocument(), cancellationToken: Token));
    }

    [Fact]
    public async Task Put_AnswerAboutTheBucketIsLost_RepeatTellsThatItIsThere()
    {
        _server.FailNext("update", Fault.Late(TimeSpan.Zero), Fault.LostReply);
        await Assert.ThrowsAsync<TransientStorageException>(() => _store.PutAsync([Write(1, null)], Token));

        Assert.Equal([Key], await _store.PutAsync([Write(1, null)], Token));
        await AssertWholeAsync(1);
    }

    private static BucketWrite Write(long version, long? replaces)
    {
        var (users, pages) = (new byte[Chunks.MaxBytes + 10], new byte[] { (byte)version });
        Array.Fill(users, (byte)version);
        return new BucketWrite(
            new Bucket(Key, version, Key.Start, null, new byte[] { 1 }, [BucketPart.Of("users", version, users), BucketPart.Of("pages", version, pages)]),
            replaces,
            new Dictionary<string, ReadOnlyMemory<byte>> { ["users"] = users, ["pages"] = pages });
    }

    private async Task AssertWholeAsync(long version)
    {
        var bucket = Assert.Single(await _store.GetAsync([Key], Token));
        Assert.Equal(version, bucket.Version);
        var seen = new List<(string, bool)>();
        Assert.True(await _store.ReadAsync(
            [.. bucket.Parts.Select(part => new PartAddress(Key, part))],
            (part, content) => seen.Add((part.Part.Name, part.Part.Matches(content.Span))),
            Token));
        Assert.Equal([("pages", true), ("users", true)], seen.Order());
    }
}

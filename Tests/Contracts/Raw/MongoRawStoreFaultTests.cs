using System.Text;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Contracts.Storage;
using Pipeline.Core.Ingestion;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Mongo;
using Pipeline.MongoServer;
using Fault = Pipeline.MongoServer.Faults.Fault;

namespace Pipeline.Contracts.Raw;

/// <summary>
/// What the raw store, and so every adapter, makes of a server in trouble. Only the test double can be made to fail; it plays a
/// standalone here, for which the driver does not retry writes, and a replica set where a test says so.
/// </summary>
public sealed class MongoRawStoreFaultTests : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;

    public MongoRawStoreFaultTests() => _scratch = new MongoScratch(_server.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Insert_ConnectionDropsMidBulk_RepeatStoresEveryEventOnce()
    {
        // More than one message of the wire protocol holds: the first is stored, the answer to the second is lost.
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(6_200, metadataBytes: MetadataRules.MaxBytes);
        _server.FailNext("insert", Fault.Late(TimeSpan.Zero), Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
        var outcomes = await store.InsertAsync(Day, events, Token);

        Assert.All(outcomes, outcome => Assert.Equal(InsertOutcome.Stored, outcome));
        Assert.Equal(events.Count, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_RequestIsLost_RepeatStoresEveryEventOnce()
    {
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(100);
        _server.FailNext("insert", Fault.LostRequest);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
        Assert.Equal(0, await store.CountAsync(Day, Token));

        await store.InsertAsync(Day, events, Token);
        Assert.Equal(100, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_ReplicaSetLosesTheReply_IsRepeatedByTheDriver()
    {
        await using var server = TestMongoServer.Start(new TestMongoServerOptions { ReplicaSet = "rs0" });
        var store = new MongoRawStore(new MongoScratch(server.ConnectionString).Storage);
        var events = Events(100);
        server.FailNext("insert", Fault.LostReply);

        var outcomes = await store.InsertAsync(Day, events, Token);

        Assert.All(outcomes, outcome => Assert.Equal(InsertOutcome.Stored, outcome));
        Assert.Equal(100, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_OriginsCannotBeRead_IsTransient()
    {
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(10);
        await store.InsertAsync(Day, events, Token);
        // The driver retries a read once by itself.
        _server.FailNext("find", Fault.LostRequest, Fault.LostRequest);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
    }

    [Fact]
    public async Task Insert_DaySealedAfterTheRefusal_IsTransientAndThenBeginsAnOpenDay()
    {
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(10);
        await store.InsertAsync(Day, events, Token);
        _server.FailNext("find", Fault.After(() => RenameAsync("raw_20250330", "sealed_raw_20250330_g1")));

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
        var outcomes = await store.InsertAsync(Day, events, Token);

        Assert.All(outcomes, outcome => Assert.Equal(InsertOutcome.Stored, outcome));
        Assert.Equal(10, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task Insert_SomebodyAddedAUniqueIndex_IsAnErrorThatNamesIt()
    {
        var store = new MongoRawStore(_scratch.Storage);
        await store.InsertAsync(Day, Events(1), Token);
        await _scratch.Storage.Database.GetCollection<BsonDocument>("raw_20250330").Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>("{u: 1}", new CreateIndexOptions { Unique = true, Name = "by_user" }), cancellationToken: Token);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => store.InsertAsync(Day, Events(1), Token));

        Assert.Contains("raw_20250330 must not have the unique index 'by_user'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13)] // Unauthorized
    [InlineData(91)] // ShutdownInProgress
    [InlineData(189)] // PrimarySteppedDown
    [InlineData(10107)] // NotWritablePrimary
    [InlineData(50)] // MaxTimeMSExpired
    [InlineData(237)] // CursorKilled
    [InlineData(355)] // InterruptedDueToStorageChange
    [InlineData(365)] // TemporarilyUnavailable
    [InlineData(371)] // UserWritesBlocked
    [InlineData(402)] // ResourceExhausted
    public async Task AnyWrite_ServerInTrouble_IsTransient(int code)
    {
        var store = new MongoRawStore(_scratch.Storage);
        _server.FailNext("insert", Fault.Error(code));

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, Events(1), Token));
    }

    [Theory]
    [InlineData(2)] // BadValue
    [InlineData(121)] // DocumentValidationFailure
    [InlineData(10334)] // BSONObjectTooLarge
    public async Task AnyWrite_ServerRefusesTheData_IsPermanent(int code)
    {
        var store = new MongoRawStore(_scratch.Storage);
        _server.FailNext("insert", Fault.Error(code));

        await Assert.ThrowsAsync<PermanentStorageException>(() => store.InsertAsync(Day, Events(1), Token));
    }

    [Fact]
    public async Task Insert_EventLargerThanAnyDocument_IsPermanent()
    {
        var store = new MongoRawStore(_scratch.Storage);

        await Assert.ThrowsAsync<PermanentStorageException>(
            () => store.InsertAsync(Day, [.. Events(1), .. Events(1, metadataBytes: 17 << 20)], Token));
    }

    [Fact]
    public async Task Insert_TextThatIsNotUnicode_IsPermanent()
    {
        var store = new MongoRawStore(_scratch.Storage);
        var raw = Events(1)[0];

        await Assert.ThrowsAsync<PermanentStorageException>(
            () => store.InsertAsync(Day, [raw with { Event = raw.Event with { Page = "/\ud800" } }], Token));
    }

    [Fact]
    public async Task AnyCall_ServerGoneAndBack_IsTransientAndThenWorks()
    {
        var store = new MongoRawStore(new MongoScratch(_server.ConnectionString + "?serverSelectionTimeoutMS=300").Storage);
        await store.InsertAsync(Day, Events(1), Token);
        await _server.TakeDownAsync();

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, Events(1), Token));
        await Assert.ThrowsAsync<TransientStorageException>(() => store.CountAsync(Day, Token));
        await Assert.ThrowsAsync<TransientStorageException>(() => store.GetDaysAsync(Token));

        _server.BringBack();
        Assert.Equal(1, await EventuallyAsync(() => store.CountAsync(Day, Token)));
    }

    [Fact]
    public async Task AnyCall_OwnTokenTrips_IsCancelled()
    {
        var store = new MongoRawStore(_scratch.Storage);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.InsertAsync(Day, Events(1), cancelled.Token));
    }

    /// <summary>The driver looks for a lost server every now and then; until it has found it, calls are refused.</summary>
    private static async Task<T> EventuallyAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TransientStorageException)
            {
                Token.ThrowIfCancellationRequested();
            }
        }
    }

    private Task RenameAsync(string name, string other) =>
        _scratch.Storage.Database.RenameCollectionAsync(name, other, cancellationToken: Token);

    private static List<RawEvent> Events(int count, int metadataBytes = 20)
    {
        var metadata = Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', metadataBytes - 8)}}"}""");
        return [.. Enumerable.Range(0, count).Select(i => new RawEvent(
            new Event(Guid.NewGuid(), Noon.AddMilliseconds(i), "u", "s", EventTypes.PageView, "/", metadata), i))];
    }
}

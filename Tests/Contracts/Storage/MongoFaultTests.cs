using System.Text;
using Pipeline.Core.Events;
using Pipeline.Core.Raw;
using Pipeline.Core.Raw.Mongo;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.Core.Sessions;
using Pipeline.Core.Sessions.Mongo;
using Pipeline.Core.Storage;
using Pipeline.Core.Users.Mongo;
using Pipeline.MongoServer;
using Fault = Pipeline.MongoServer.Faults.Fault;

namespace Pipeline.Contracts.Storage;

/// <summary>
/// What the adapters make of a server in trouble. Only the test double can be made to fail; it plays a standalone here, to which the
/// driver repeats nothing by itself, and a replica set where a test says so.
/// </summary>
public sealed class MongoFaultTests : IAsyncDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;

    public MongoFaultTests() => _scratch = new MongoScratch(_server.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task InsertRaw_ConnectionDropsMidBulk_RepeatStoresEveryEventOnce()
    {
        // More than one message of the wire protocol holds: the first is stored, the answer to the second is lost.
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(6_200, metadataBytes: EventLimits.MaxMetadataBytes);
        _server.FailNext("insert", Fault.Late(TimeSpan.Zero), Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
        var outcomes = await store.InsertAsync(Day, events, Token);

        Assert.All(outcomes, outcome => Assert.Equal(InsertOutcome.Stored, outcome));
        Assert.Equal(events.Count, await store.CountAsync(Day, Token));
    }

    [Fact]
    public async Task InsertRaw_RequestIsLost_RepeatStoresEveryEventOnce()
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
    public async Task InsertRaw_ReplicaSetLosesTheReply_IsRepeatedByTheDriver()
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
    public async Task InsertRaw_OriginsCannotBeRead_IsTransient()
    {
        var store = new MongoRawStore(_scratch.Storage);
        var events = Events(10);
        await store.InsertAsync(Day, events, Token);
        // The driver repeats a read once by itself.
        _server.FailNext("find", Fault.LostRequest, Fault.LostRequest);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.InsertAsync(Day, events, Token));
    }

    [Theory]
    [InlineData("update")]
    [InlineData("find")]
    public async Task TouchSessions_ConnectionDrops_RepeatTellsTheSameStarts(string command)
    {
        var store = new MongoSessionStore(_scratch.Storage);
        await store.TouchAsync([new SessionTouch("s", "u", Noon, Noon)], Token);
        SessionTouch[] earlier = [new("s", "u", Noon.AddMinutes(-1), Noon)];
        _server.FailNext(command, Fault.LostReply, Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.TouchAsync(earlier, Token));

        var starts = Assert.Single(await store.TouchAsync(earlier, Token));
        Assert.Equal(Noon.AddMinutes(-1), starts.Current);
        Assert.Equal([Noon], starts.Former);
    }

    [Theory]
    [InlineData("insert")]
    [InlineData("findAndModify")]
    public async Task GetNumbers_ConnectionDrops_RepeatGivesEachUserOneNumber(string command)
    {
        using var store = new MongoUserStore(_scratch.Storage);
        _server.FailNext(command, Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.GetNumbersAsync(["a", "b"], Token));
        var numbers = await store.GetNumbersAsync(["a", "b", "c"], Token);

        using var other = new MongoUserStore(_scratch.Open());
        Assert.Equal(3, numbers.Values.Distinct().Count());
        Assert.Equal(numbers, await other.GetNumbersAsync(["a", "b", "c"], Token));
    }

    [Fact]
    public async Task NextFence_ReplyIsLost_NextIsStillLarger()
    {
        var store = new MongoRollupStore(_scratch.Storage);
        var first = await store.NextFenceAsync(Token);
        _server.FailNext("findAndModify", Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.NextFenceAsync(Token));

        Assert.True(await store.NextFenceAsync(Token) > first);
    }

    [Fact]
    public async Task PutRollups_ReplyIsLost_RepeatIsNotRefused()
    {
        var store = new MongoRollupStore(_scratch.Storage);
        var rollup = new StoredRollup(RollupKey.Slice(Noon), new byte[] { 1 }, Noon, null, 5);
        _server.FailNext("update", Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.PutAsync([rollup], Token));

        Assert.Empty(await store.PutAsync([rollup], Token));
        Assert.Equal(5, Assert.Single(await store.GetVersionsAsync([rollup.Key], Token)).Version);
    }

    [Fact]
    public async Task ClearSlices_ReplyIsLostAndSliceMarkedAnew_RepeatLeavesTheNewMark()
    {
        var slices = new MongoDirtySlices(_scratch.Storage);
        await slices.MarkAsync([Noon], Noon, Token);
        var read = await slices.GetOldestAsync(10, Token);
        _server.FailNext("delete", Fault.LostReply);
        await Assert.ThrowsAsync<TransientStorageException>(() => slices.ClearAsync(read, Token));
        await slices.MarkAsync([Noon], Noon, Token);

        await slices.ClearAsync(read, Token);

        Assert.Equal(1, (await slices.GetStatusAsync(Token)).Count);
    }

    [Theory]
    [InlineData(13)] // Unauthorized
    [InlineData(91)] // ShutdownInProgress
    [InlineData(189)] // PrimarySteppedDown
    [InlineData(10107)] // NotWritablePrimary
    [InlineData(50)] // MaxTimeMSExpired
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
    public async Task InsertRaw_EventLargerThanAnyDocument_IsPermanent()
    {
        var store = new MongoRawStore(_scratch.Storage);

        await Assert.ThrowsAsync<PermanentStorageException>(
            () => store.InsertAsync(Day, [.. Events(1), .. Events(1, metadataBytes: 17 << 20)], Token));
    }

    [Fact]
    public async Task InsertRaw_TextThatIsNotUnicode_IsPermanent()
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

    private static List<RawEvent> Events(int count, int metadataBytes = 20)
    {
        var metadata = Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', metadataBytes - 8)}}"}""");
        return [.. Enumerable.Range(0, count).Select(i => new RawEvent(
            new Event(Guid.NewGuid(), Noon.AddMilliseconds(i), "u", "s", EventTypes.PageView, "/", metadata), i))];
    }
}

using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Mongo;
using Pipeline.Core.Processing.Users.Mongo;
using Pipeline.Core.Rollups;
using Pipeline.Core.Rollups.Mongo;
using Pipeline.MongoServer;
using Fault = Pipeline.MongoServer.Faults.Fault;

namespace Pipeline.Contracts.Storage;

/// <summary>
/// What the adapters make of a server in trouble. Only the test double can be made to fail; it plays a standalone here, to which the
/// driver does not retry writes.
/// </summary>
public sealed class MongoFaultTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Noon = new(2025, 3, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;

    public MongoFaultTests() => _scratch = new MongoScratch(_server.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("update", 2)]
    [InlineData("insert", 1)]
    [InlineData("find", 2)] // The driver repeats a read once by itself.
    public async Task TouchSessions_ConnectionDrops_RepeatTellsTheSameMoves(string command, int times)
    {
        var store = new MongoSessionStore(_scratch.Storage);
        await store.TouchAsync([Touch(Noon)], Token);
        var earlier = Touch(Noon.AddMinutes(-1));
        _server.FailNext(command, [.. Enumerable.Repeat(Fault.LostReply, times)]);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.TouchAsync([earlier], Token));

        Assert.Equal([new SessionMove("s", Noon)], await store.TouchAsync([earlier], Token));
        var visits = await store.FindVisitsAsync("u", null, Noon.AddHours(-1), Noon.AddHours(1), 10, Token);
        Assert.Equal(Noon.AddMinutes(-1), Assert.Single(visits).First);
        Assert.Equal(2, Assert.Single(await store.FindKeysAsync(visits, Noon.AddHours(-1), Noon.AddHours(1), 10, Token)).Count);
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
    public async Task NextVersion_ReplyIsLost_NextIsStillLarger()
    {
        var store = new MongoRollupStore(_scratch.Storage);
        var first = await store.NextVersionAsync(Token);
        _server.FailNext("findAndModify", Fault.LostReply);

        await Assert.ThrowsAsync<TransientStorageException>(() => store.NextVersionAsync(Token));

        Assert.True(await store.NextVersionAsync(Token) > first);
    }

    [Fact]
    public async Task ClearSlices_ReplyIsLostAndSliceMarkedAnew_RepeatLeavesTheNewMark()
    {
        var slices = new MongoDirtySlices(_scratch.Storage);
        await slices.MarkAsync([Noon], Noon, Token);
        var read = await slices.GetWaitingAsync(MarkPriority.Current, Noon, 10, Token);
        _server.FailNext("delete", Fault.LostReply);
        await Assert.ThrowsAsync<TransientStorageException>(() => slices.ClearAsync(read, Token));
        await slices.MarkAsync([Noon], Noon, Token);

        await slices.ClearAsync(read, Token);

        Assert.Equal(1, (await slices.GetStatusAsync(Token)).Waiting);
    }

    private static VisitTouch Touch(DateTimeOffset time) => new("s", "u", [new EventKey(time, Guid.NewGuid())]);
}

using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.MongoServer.Faults;
using Xunit;

namespace Pipeline.MongoServer.Tests.Faults;

public sealed class RetryableWriteTests : IAsyncLifetime
{
    private const int PrimarySteppedDown = 189;

    private readonly TestMongoServer _server = TestMongoServer.Start(new TestMongoServerOptions { ReplicaSet = "rs0" });
    private readonly MongoClient _client;
    private readonly IMongoCollection<BsonDocument> _collection;

    public RetryableWriteTests()
    {
        _client = new MongoClient(_server.ConnectionString);
        _collection = _client.GetDatabase("d").GetCollection<BsonDocument>("c");
    }

    public static TheoryData<Fault> Faults => [Fault.LostRequest, Fault.LostReply, Fault.Error(PrimarySteppedDown)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Insert_AfterAFault_IsThereOnce(Fault fault)
    {
        _server.FailNext("insert", fault);

        await _collection.InsertManyAsync([new BsonDocument("_id", 1), new BsonDocument("n", 2)], cancellationToken: Token);

        Assert.Equal(2, await _collection.CountDocumentsAsync("{}", cancellationToken: Token));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Update_AfterAFault_IsAppliedOnce(Fault fault)
    {
        await _collection.FillAsync("{_id: 1, n: 0}");
        _server.FailNext("update", fault);

        var result = await _collection.ChangeAsync("{_id: 1}", "{$inc: {n: 1}}");

        Assert.Equal(1, result.ModifiedCount);
        Assert.Equal(1, (await _collection.OnlyAsync())["n"]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Upsert_AfterAFault_ReportsTheSameId(Fault fault)
    {
        _server.FailNext("update", fault);

        var result = await _collection.ChangeAsync("{k: 1}", "{$inc: {n: 1}}", upsert: true);

        Assert.Equal(result.UpsertedId, (await _collection.OnlyAsync())["_id"]);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Delete_AfterAFault_TakesOne(Fault fault)
    {
        await _collection.FillAsync("{_id: 1, n: 0}", "{_id: 2, n: 0}");
        _server.FailNext("delete", fault);

        var result = await _collection.DeleteOneAsync("{n: 0}", Token);

        Assert.Equal(1, result.DeletedCount);
        Assert.Equal("2", await _collection.IdsAsync("{}"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task FindAndModify_AfterAFault_GivesTheFirstAnswerAgain(Fault fault)
    {
        await _collection.FillAsync("{_id: 1, n: 5}", "{_id: 2, n: 5}");
        _server.FailNext("findAndModify", fault);

        var document = await _collection.FindOneAndUpdateAsync<BsonDocument>("{n: 5}", "{$inc: {n: 1}}", cancellationToken: Token);

        Assert.Equal(1, document["_id"]);
        Assert.Equal("2", await _collection.IdsAsync("{n: 5}"));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task UnorderedInsert_WithDuplicatesAfterAFault_ReportsThemAgain(Fault fault)
    {
        await _collection.FillAsync("{_id: 1}");
        _server.FailNext("insert", fault);

        var refused = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => _collection.InsertManyAsync(
            [new BsonDocument("_id", 1), new BsonDocument("_id", 2)], new InsertManyOptions { IsOrdered = false }, Token));

        Assert.Equal(0, Assert.Single(refused.WriteErrors).Index);
        Assert.Equal("1 2", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task Write_WithAnOlderTransactionNumber_IsRefused()
    {
        var session = new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard));
        Assert.Equal(1, (await InsertAsync(session, 5, "{_id: 1}"))["n"]);

        Assert.Single((await InsertAsync(session, 5, "{_id: 1}"))["retriedStmtIds"].AsBsonArray);
        Assert.Equal(225, (await InsertAsync(session, 4, "{_id: 2}"))["code"]);
        Assert.Equal(1, (await InsertAsync(session, 6, "{_id: 2}"))["n"]);
        Assert.Equal("1 2", await _collection.IdsAsync("{}"));
    }

    [Theory]
    [InlineData("{update: 'c', updates: [{q: {}, u: {$set: {a: 1}}, multi: true}]}")]
    [InlineData("{delete: 'c', deletes: [{q: {}, limit: 0}]}")]
    public async Task Write_OfManyAsARetryableOne_IsRefused(string command)
    {
        var session = new BsonDocument("id", new BsonBinaryData(Guid.NewGuid(), GuidRepresentation.Standard));

        var reply = await RunAsync(BsonDocument.Parse(command), session, 1);

        Assert.Equal(72, reply["writeErrors"][0]["code"]);
    }

    private Task<BsonDocument> InsertAsync(BsonDocument session, long transaction, string document) => RunAsync(
        new BsonDocument { { "insert", "c" }, { "documents", new BsonArray { BsonDocument.Parse(document) } } }, session, transaction);

    // The driver puts its own session into every command, so this goes by a connection of its own.
    private async Task<BsonDocument> RunAsync(BsonDocument command, BsonDocument session, long transaction)
    {
        using var client = await RawClient.ConnectAsync(_server.Port, Token);
        return await client.RunAsync(command.Add("$db", "d").Add("lsid", session).Add("txnNumber", transaction), Token);
    }
}

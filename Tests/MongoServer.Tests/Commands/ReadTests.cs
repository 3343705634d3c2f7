using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class ReadTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task Find_WithMoreThanABatch_ReadsOnWithACursor(int? batchSize)
    {
        await FillAsync(1000);

        var found = await _collection.Find("{}", new FindOptions { BatchSize = batchSize }).Sort("{_id: 1}").ToListAsync(Token);

        Assert.Equal(Enumerable.Range(0, 1000), found.Select(document => document["_id"].AsInt32));
    }

    [Fact]
    public async Task Find_OfDocumentsBeyondOneMessage_ReadsThemInSeveral()
    {
        var text = new string('x', 3_000_000);
        for (var i = 0; i < 12; i++)
        {
            await _collection.InsertOneAsync(new BsonDocument { { "_id", i }, { "text", text } }, cancellationToken: Token);
        }

        var found = await _collection.Find("{}").ToListAsync(Token);

        Assert.Equal(12, found.Count);
        Assert.All(found, document => Assert.Equal(text.Length, document["text"].AsString.Length));
    }

    [Theory]
    [InlineData(0, 3, "0 1 2")]
    [InlineData(8, 5, "8 9")]
    [InlineData(20, 5, "")]
    public async Task Find_WithSkipAndLimit_GivesThatWindow(int skip, int limit, string ids)
    {
        await FillAsync(10);

        var found = await _collection.Find("{}").Sort("{_id: 1}").Skip(skip).Limit(limit).ToListAsync(Token);

        Assert.Equal(ids, string.Join(' ', found.Select(document => document["_id"])));
    }

    [Fact]
    public async Task Find_WithACursorLeftEarly_GivesItUp()
    {
        await FillAsync(300);
        using var cursor = await _collection.FindAsync("{}", new FindOptions<BsonDocument> { BatchSize = 10 }, Token);
        await cursor.MoveNextAsync(Token);

        Assert.Equal(10, cursor.Current.Count());
    }

    [Fact]
    public async Task GetMore_OfNoCursor_IsRefused() =>
        Assert.Equal(43, await mongo.Database.RefusalAsync(BsonDocument.Parse("{getMore: NumberLong(987654321), collection: 'c'}")));

    [Fact]
    public async Task KillCursors_ThenGetMore_IsRefused()
    {
        await FillAsync(10);
        var name = _collection.CollectionNamespace.CollectionName;
        var found = await mongo.Database.RunCommandAsync<BsonDocument>(new BsonDocument { { "find", name }, { "batchSize", 2 } }, cancellationToken: Token);
        var id = found["cursor"]["id"];

        var killed = await mongo.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument { { "killCursors", name }, { "cursors", new BsonArray { id, 123L } } }, cancellationToken: Token);

        Assert.Equal(new BsonArray { id }, killed["cursorsKilled"]);
        Assert.Equal(new BsonArray { 123L }, killed["cursorsNotFound"]);
        Assert.Equal(43, await mongo.Database.RefusalAsync(new BsonDocument { { "getMore", id }, { "collection", name } }));
    }

    [Fact]
    public async Task Aggregate_WithMoreThanABatch_ReadsOnWithACursor()
    {
        await FillAsync(500);

        Assert.Equal(500, (await _collection.PipeAsync("{$match: {}}")).Count);
    }

    [Fact]
    public async Task Count_EitherWay_Counts()
    {
        await FillAsync(10);

        Assert.Equal(10, await _collection.EstimatedDocumentCountAsync(cancellationToken: Token));
        Assert.Equal(4, await _collection.CountDocumentsAsync("{_id: {$gte: 6}}", cancellationToken: Token));
        var count = await mongo.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument { { "count", _collection.CollectionNamespace.CollectionName }, { "query", BsonDocument.Parse("{_id: {$gt: 0}}") }, { "skip", 2 }, { "limit", 5 } },
            cancellationToken: Token);
        Assert.Equal(5, count["n"].ToInt32());
    }

    [Fact]
    public async Task Distinct_OverValuesAndArrays_GivesEachOnce()
    {
        await _collection.FillAsync("{a: [1, 2]}", "{a: 2}", "{a: 'x'}", "{b: 1}", "{a: 1.0}");

        var values = await (await _collection.DistinctAsync<BsonValue>("a", "{}", cancellationToken: Token)).ToListAsync(Token);

        Assert.Equal(["1", "2", "x"], values.Select(value => value.ToString()!).Order());
    }

    [Fact]
    public async Task Read_OfNoCollection_GivesNothing()
    {
        Assert.Empty(await _collection.Find("{}").ToListAsync(Token));
        Assert.Empty(await _collection.PipeAsync("{$match: {}}"));
        Assert.Equal(0, await _collection.CountDocumentsAsync("{}", cancellationToken: Token));
    }

    private Task FillAsync(int count) =>
        _collection.InsertManyAsync(Enumerable.Range(0, count).Select(i => new BsonDocument("_id", i)), cancellationToken: Token);
}

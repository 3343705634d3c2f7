using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class FindAndModifyTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ReturnDocument.Before, 1)]
    [InlineData(ReturnDocument.After, 2)]
    public async Task FindOneAndUpdate_OfOneThatIsThere_GivesItAsAsked(ReturnDocument which, int n)
    {
        await _collection.FillAsync("{_id: 1, n: 1}");

        var document = await _collection.FindOneAndUpdateAsync<BsonDocument>(
            "{_id: 1}", "{$inc: {n: 1}}", new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = which }, Token);

        Assert.Equal(n, document["n"]);
        Assert.Equal(2, (await _collection.OnlyAsync())["n"]);
    }

    [Fact]
    public async Task FindOneAndUpdate_WithSortAndProjection_TakesTheFirstOfTheOrder()
    {
        await _collection.FillAsync("{_id: 1, n: 1, x: 1}", "{_id: 2, n: 5, x: 1}");

        var document = await _collection.FindOneAndUpdateAsync<BsonDocument>(
            "{}", "{$set: {x: 2}}", new FindOneAndUpdateOptions<BsonDocument> { Sort = "{n: -1}", Projection = "{n: 1, _id: 0}" }, Token);

        Assert.Equal("{ \"n\" : 5 }", document.Shape());
        Assert.Equal("2", await _collection.IdsAsync("{x: 2}"));
    }

    [Fact]
    public async Task FindOneAndUpdate_AsUpsert_GivesNothingBeforeAndTheNewOneAfter()
    {
        var options = new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.Before };
        Assert.Null(await _collection.FindOneAndUpdateAsync<BsonDocument>("{_id: 1}", "{$setOnInsert: {n: 1}}", options, Token));
        Assert.NotNull(await _collection.FindOneAndUpdateAsync<BsonDocument>("{_id: 1}", "{$setOnInsert: {n: 1}}", options, Token));

        options.ReturnDocument = ReturnDocument.After;
        Assert.Equal(7, (await _collection.FindOneAndUpdateAsync<BsonDocument>("{_id: 2}", "{$set: {n: 7}}", options, Token))["n"]);
    }

    [Fact]
    public async Task FindOneAndUpdate_WithAPipeline_Computes()
    {
        await _collection.FillAsync("{_id: 1, n: 4}");

        var document = await _collection.FindOneAndUpdateAsync(
            "{_id: 1}",
            new PipelineUpdateDefinition<BsonDocument>(PipelineDefinition<BsonDocument, BsonDocument>.Create("{$addFields: {n: {$max: ['$n', 9]}}}")),
            new FindOneAndUpdateOptions<BsonDocument> { ReturnDocument = ReturnDocument.After },
            Token);

        Assert.Equal(9, document["n"]);
    }

    [Fact]
    public async Task FindOneAndReplace_GivesAndReplaces()
    {
        await _collection.FillAsync("{_id: 1, n: 4}");

        var document = await _collection.FindOneAndReplaceAsync<BsonDocument>("{_id: 1}", BsonDocument.Parse("{m: 1}"), cancellationToken: Token);

        Assert.Equal(4, document["n"]);
        Assert.Equal("{ \"_id\" : 1, \"m\" : 1 }", (await _collection.OnlyAsync()).Shape());
    }

    [Fact]
    public async Task FindOneAndDelete_GivesWhatItRemoves()
    {
        await _collection.FillAsync("{_id: 1}", "{_id: 2}");

        Assert.Equal(1, (await _collection.FindOneAndDeleteAsync<BsonDocument>("{_id: 1}", cancellationToken: Token))["_id"]);
        Assert.Null(await _collection.FindOneAndDeleteAsync<BsonDocument>("{_id: 1}", cancellationToken: Token));
        Assert.Equal("2", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task FindOneAndUpdate_ByManyAtOnce_HandsOutEachDocumentOnce()
    {
        await _collection.InsertManyAsync(Enumerable.Range(0, 40).Select(i => new BsonDocument { { "_id", i }, { "free", true } }), cancellationToken: Token);

        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => _collection.FindOneAndUpdateAsync<BsonDocument>(
            "{free: true}", "{$set: {free: false}}", cancellationToken: Token)));

        Assert.Equal(Enumerable.Range(0, 40), taken.Where(document => document is not null).Select(document => document["_id"].AsInt32).Order());
    }

    [Theory]
    [InlineData("{query: {}}", 9)]
    [InlineData("{query: {}, remove: true, update: {$set: {a: 1}}}", 9)]
    [InlineData("{query: {}, remove: true, new: true}", 9)]
    [InlineData("{query: {}, update: {$foo: {a: 1}}}", 9)]
    public async Task FindAndModify_ThatContradictsItself_IsRefused(string fields, int code) => Assert.Equal(
        code, await mongo.Database.RefusalAsync(new BsonDocument("findAndModify", "c").Merge(BsonDocument.Parse(fields))));
}

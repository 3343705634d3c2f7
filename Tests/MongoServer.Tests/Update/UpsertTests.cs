using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Update;

public sealed class UpsertTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    [Theory]
    [InlineData("{_id: 1, a: 'x'}", "{$set: {n: 1}}", "{_id: 1, a: 'x', n: 1}")]
    [InlineData("{_id: 1, a: {$eq: 'x'}, b: {$gt: 5}}", "{$inc: {n: 2}}", "{_id: 1, a: 'x', n: 2}")]
    [InlineData("{$and: [{_id: 1}, {'a.b': 2}]}", "{$setOnInsert: {n: 1}}", "{_id: 1, a: {b: 2}, n: 1}")]
    [InlineData("{$or: [{_id: 1}]}", "{$max: {n: 3}}", "{_id: 1, n: 3}")]
    [InlineData("{_id: 1, $or: [{a: 1}, {a: 2}]}", "{$push: {l: 1}}", "{_id: 1, l: [1]}")]
    [InlineData("{a: 1}", "{$set: {_id: 1}}", "{_id: 1, a: 1}")]
    public async Task UpdateOne_ThatFindsNothing_InsertsQueryAndUpdateTogether(string filter, string update, string expected)
    {
        var result = await _collection.ChangeAsync(filter, update, upsert: true);

        Assert.Equal(1, result.UpsertedId);
        Assert.Equal((0, 0), (result.MatchedCount, result.ModifiedCount));
        Assert.Equal(BsonDocument.Parse(expected).Shape(), (await _collection.OnlyAsync()).Shape());
    }

    [Fact]
    public async Task UpdateOne_ThatFindsSomething_InsertsNothing()
    {
        await _collection.FillAsync("{_id: 1, a: 1}");

        var result = await _collection.ChangeAsync("{a: 1}", "{$setOnInsert: {b: 1}}", upsert: true);

        Assert.Null(result.UpsertedId);
        Assert.Equal("{ \"_id\" : 1, \"a\" : 1 }", (await _collection.OnlyAsync()).Shape());
    }

    [Fact]
    public async Task UpdateOne_WithoutAnId_MakesAnObjectId()
    {
        var result = await _collection.ChangeAsync("{a: 1}", "{$set: {b: 1}}", upsert: true);

        Assert.Equal(result.UpsertedId, (await _collection.OnlyAsync())["_id"]);
        Assert.True(result.UpsertedId.IsObjectId);
    }

    [Fact]
    public async Task ReplaceOne_AsUpsert_TakesNothingOfTheQueryButTheId()
    {
        await _collection.ReplaceOneAsync(
            "{_id: 1, a: 1}", BsonDocument.Parse("{b: 1}"), new ReplaceOptions { IsUpsert = true }, TestContext.Current.CancellationToken);

        Assert.Equal("{ \"_id\" : 1, \"b\" : 1 }", (await _collection.OnlyAsync()).Shape());
    }

    [Theory]
    [InlineData("{a: 1, $and: [{a: 2}]}", "{$set: {b: 1}}", 54)]
    [InlineData("{a: 'x'}", "{$inc: {a: 1}}", 14)]
    [InlineData("{_id: 1}", "{$set: {_id: 2}}", 66)]
    public async Task UpdateOne_WithAContradiction_IsRefused(string filter, string update, int code)
    {
        var fault = await Assert.ThrowsAsync<MongoWriteException>(() => _collection.ChangeAsync(filter, update, upsert: true));

        Assert.Equal(code, fault.WriteError.Code);
        Assert.Equal(0, await _collection.CountDocumentsAsync("{}", cancellationToken: TestContext.Current.CancellationToken));
    }
}

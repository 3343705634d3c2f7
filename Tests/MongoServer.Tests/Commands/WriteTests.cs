using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class WriteTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "1 2", 1)]
    [InlineData(false, "1 2 3", 2)]
    public async Task InsertMany_WithDuplicates_StopsAtTheFirstOnlyWhenOrdered(bool ordered, string ids, int errors)
    {
        var documents = new[] { 1, 2, 1, 3, 2 }.Select(id => new BsonDocument("_id", id));

        var fault = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(
            () => _collection.InsertManyAsync(documents, new InsertManyOptions { IsOrdered = ordered }, Token));

        Assert.Equal(errors, fault.WriteErrors.Count);
        Assert.All(fault.WriteErrors, error => Assert.Equal(ServerErrorCategory.DuplicateKey, error.Category));
        Assert.Equal(2, fault.WriteErrors[0].Index);
        Assert.Equal(ids, await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task InsertOne_WithTheIdLast_StoresItFirst()
    {
        await _collection.FillAsync("{a: 1, _id: 1}");

        Assert.Equal("{ \"_id\" : 1, \"a\" : 1 }", (await _collection.OnlyAsync()).Shape());
    }

    [Theory]
    [InlineData("{_id: [1]}", 53)]
    [InlineData("{_id: /x/}", 53)]
    [InlineData("{_id: {$a: 1}}", 52)]
    [InlineData("{_id: {a: [{$b: 1}]}}", 52)]
    public async Task InsertOne_WithABadId_IsRefused(string document, int code)
    {
        var fault = await Assert.ThrowsAsync<MongoWriteException>(
            () => _collection.InsertOneAsync(BsonDocument.Parse(document), cancellationToken: Token));

        Assert.Equal(code, fault.WriteError.Code);
    }

    [Fact]
    public async Task Write_WithADollarInFront_IsTakenByAnInsertOnly()
    {
        await _collection.FillAsync("{_id: 1, $a: 1}");

        // The driver would not send it.
        var reply = await mongo.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument
            {
                { "update", _collection.CollectionNamespace.CollectionName },
                { "updates", new BsonArray { BsonDocument.Parse("{q: {_id: 1}, u: {b: 1, $a: 1}}") } },
            },
            cancellationToken: Token);

        Assert.Equal(52, reply["writeErrors"][0]["code"]);
        Assert.Equal("{ \"_id\" : 1, \"$a\" : 1 }", (await _collection.OnlyAsync()).Shape());
    }

    [Fact]
    public async Task Write_OfADocumentThatIsTooLarge_IsRefused()
    {
        var half = new BsonBinaryData(new byte[8 << 20]);
        // The driver looks at the size of what it encodes itself, not of bytes.
        var whole = new RawBsonDocument(new BsonDocument { { "_id", 1 }, { "a", half }, { "b", half } }.ToBson());
        var seed = new BsonDocument { { "_id", 2 }, { "a", half } };

        var insert = await Assert.ThrowsAsync<MongoWriteException>(() => _collection.InsertOneAsync(whole, cancellationToken: Token));
        var upsert = await Assert.ThrowsAsync<MongoWriteException>(() => AddHalfAsync(seed, upsert: true));
        await _collection.InsertOneAsync(seed, cancellationToken: Token);
        var update = await Assert.ThrowsAsync<MongoWriteException>(() => AddHalfAsync(seed, upsert: false));

        Assert.Equal((2, 17420, 17419), (insert.WriteError.Code, upsert.WriteError.Code, update.WriteError.Code));

        Task AddHalfAsync(BsonDocument filter, bool upsert) => _collection.UpdateOneAsync(
            filter, new BsonDocument("$set", new BsonDocument("b", half)), new UpdateOptions { IsUpsert = upsert }, Token);
    }

    [Fact]
    public async Task BulkWrite_OfAllKinds_CountsEach()
    {
        await _collection.FillAsync("{_id: 1, n: 1}", "{_id: 2, n: 1}", "{_id: 3, n: 2}", "{_id: 4, n: 3}");

        var result = await _collection.BulkWriteAsync(
        [
            new InsertOneModel<BsonDocument>(new BsonDocument("_id", 5)),
            new UpdateOneModel<BsonDocument>("{n: 1}", "{$set: {m: 1}}"),
            new UpdateManyModel<BsonDocument>("{n: 1}", "{$set: {m: 1}}"),
            new UpdateOneModel<BsonDocument>("{_id: 9}", "{$set: {m: 1}}") { IsUpsert = true },
            new ReplaceOneModel<BsonDocument>("{_id: 3}", BsonDocument.Parse("{x: 1}")),
            new DeleteOneModel<BsonDocument>("{n: 1}"),
            new DeleteManyModel<BsonDocument>("{n: {$gte: 1}}"),
        ],
            cancellationToken: Token);

        Assert.Equal((1, 4, 3, 3), (result.InsertedCount, result.MatchedCount, result.ModifiedCount, result.DeletedCount));
        Assert.Equal(9, Assert.Single(result.Upserts).Id);
        Assert.Equal("3 5 9", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task DeleteOne_WithManyThatMatch_TakesTheFirstInserted()
    {
        await _collection.FillAsync("{_id: 2, n: 1}", "{_id: 1, n: 1}");

        await _collection.DeleteOneAsync("{n: 1}", Token);

        Assert.Equal("1", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task Write_WithoutAcknowledgement_IsStillDone()
    {
        await _collection.WithWriteConcern(WriteConcern.Unacknowledged).InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Token);

        while (await _collection.CountDocumentsAsync("{}", cancellationToken: Token) == 0)
        {
            Token.ThrowIfCancellationRequested();
        }

        Assert.Equal("1", await _collection.IdsAsync("{}"));
    }

    [Fact]
    public async Task Write_WithMajority_IsAccepted()
    {
        await _collection.WithWriteConcern(WriteConcern.WMajority).InsertOneAsync(new BsonDocument("_id", 1), cancellationToken: Token);

        Assert.Equal("1", await _collection.WithReadConcern(ReadConcern.Majority).IdsAsync("{}"));
    }

    [Fact]
    public async Task UpdateMany_ByManyAtOnce_LosesNoIncrement()
    {
        await _collection.FillAsync("{_id: 1, n: 0}");

        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _collection.ChangeAsync("{_id: 1}", "{$inc: {n: 1}}")));

        Assert.Equal(200, (await _collection.OnlyAsync())["n"]);
    }

    [Fact]
    public async Task Upsert_ByManyAtOnce_InsertsOne()
    {
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _collection.ChangeAsync("{_id: 1}", "{$inc: {n: 1}}", upsert: true)));

        Assert.Equal(50, (await _collection.OnlyAsync())["n"]);
    }
}

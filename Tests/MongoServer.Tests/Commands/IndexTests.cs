using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class IndexTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateIndexes_WithOptions_AreListedAsAsked()
    {
        await CreateAsync("{a: 1, b: -1}", new CreateIndexOptions<BsonDocument>
        {
            Name = "ab",
            Unique = true,
            PartialFilterExpression = "{a: {$gt: 1}}",
        });
        await CreateAsync("{c: 1}", new CreateIndexOptions { Sparse = true, ExpireAfter = TimeSpan.FromHours(1) });

        var indexes = await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token);

        Assert.Equal(["_id_", "ab", "c_1"], indexes.Select(index => index["name"].AsString).Order());
        var ab = indexes.Single(index => index["name"] == "ab");
        Assert.Equal("{ \"a\" : 1, \"b\" : -1 }", ab["key"].Shape());
        Assert.True(ab["unique"].AsBoolean);
        Assert.Equal("{ \"a\" : { \"$gt\" : 1 } }", ab["partialFilterExpression"].Shape());
        var c = indexes.Single(index => index["name"] == "c_1");
        Assert.True(c["sparse"].AsBoolean);
        Assert.Equal(3600, c["expireAfterSeconds"].ToInt32());
    }

    [Fact]
    public async Task ListIndexes_OfNoCollection_GivesNone() =>
        Assert.Empty(await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token));

    [Fact]
    public async Task DropIndexes_ByNameAndAll_LeavesTheIdAlone()
    {
        await CreateAsync("{a: 1}");
        await CreateAsync("{b: 1}");
        await CreateAsync("{c: 1}");
        await _collection.Indexes.DropOneAsync("a_1", Token);
        Assert.Equal(3, (await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token)).Count);

        await _collection.Indexes.DropAllAsync(Token);

        Assert.Equal("_id_", Assert.Single(await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token))["name"]);
    }

    [Fact]
    public async Task CreateIndexes_Again_IsNoError()
    {
        await CreateAsync("{a: 1}");
        await CreateAsync("{a: 1}");

        Assert.Equal(2, (await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token)).Count);
    }

    [Theory]
    [InlineData("{key: {a: 1}, name: 'other'}", 85)]
    [InlineData("{key: {a: 1}, name: 'a_1', unique: true}", 86)]
    [InlineData("{key: {b: 1}, name: 'a_1'}", 86)]
    [InlineData("{key: {a: 1}, name: 'a_1', expireAfterSeconds: 5}", 85)]
    [InlineData("{key: {b: 'nonsense'}, name: 'b'}", 67)]
    [InlineData("{key: {}, name: 'b'}", 67)]
    [InlineData("{key: {b: 1, c: 1}, name: 'b', expireAfterSeconds: 1}", 67)]
    [InlineData("{key: {b: 1}, name: 'b', nonsense: 1}", 197)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {$foo: 1}}", 2)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {b: {$exists: false}}}", 67)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {$or: [{b: {$ne: 1}}]}}", 67)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {b: /x/}}", 67)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {$nor: [{b: 1}]}}", 67)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {$expr: {$gt: ['$b', 1]}}}", 224)]
    [InlineData("{key: {b: 1}, name: 'b', partialFilterExpression: {b: 1}, sparse: true}", 67)]
    [InlineData("{key: {_id: 1}, name: '_id_1', unique: true}", 197)]
    [InlineData("{key: {_id: 1}, name: '_id_1', expireAfterSeconds: 5}", 197)]
    [InlineData("{key: {_id: -1}, name: '_id_-1'}", 2)]
    public async Task CreateIndexes_ThatContradict_IsRefused(string index, int code)
    {
        await CreateAsync("{a: 1}");

        Assert.Equal(code, await mongo.Database.RefusalAsync(new BsonDocument
        {
            { "createIndexes", _collection.CollectionNamespace.CollectionName },
            { "indexes", new BsonArray { BsonDocument.Parse(index) } },
        }));
    }

    [Theory]
    [InlineData("{$and: [{b: {$gt: 1}}, {c: {$exists: true}}]}")]
    [InlineData("{$or: [{b: 1}, {c: {$in: [1, 2]}}]}")]
    [InlineData("{b: {$type: 'string', $lte: 'x'}}")]
    public async Task CreateIndexes_WithAFilterThatMayBe_MakesIt(string filter)
    {
        await CreateAsync("{a: 1}", new CreateIndexOptions<BsonDocument> { PartialFilterExpression = filter });

        Assert.Equal(2, (await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token)).Count);
    }

    [Theory]
    [InlineData("nothing_1", 27)]
    [InlineData("_id_", 72)]
    public async Task DropIndexes_ThatCannotBe_IsRefused(string name, int code)
    {
        await CreateAsync("{a: 1}");

        Assert.Equal(code, await mongo.Database.RefusalAsync(new BsonDocument
        {
            { "dropIndexes", _collection.CollectionNamespace.CollectionName }, { "index", name },
        }));
    }

    [Fact]
    public async Task CreateIndexes_UniqueOverDuplicates_MakesNone()
    {
        await _collection.FillAsync("{a: 1}", "{a: 1}");

        var fault = await Assert.ThrowsAsync<MongoCommandException>(() => CreateAsync("{a: 1}", new CreateIndexOptions { Unique = true }));

        Assert.Equal(11000, fault.Code);
        Assert.Single(await (await _collection.Indexes.ListAsync(Token)).ToListAsync(Token));
    }

    private Task<string> CreateAsync(string keys, CreateIndexOptions? options = null) => _collection.Indexes.CreateOneAsync(
        new CreateIndexModel<BsonDocument>(keys, options), cancellationToken: Token);
}

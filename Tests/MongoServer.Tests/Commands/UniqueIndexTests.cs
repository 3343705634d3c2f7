using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class UniqueIndexTests(MongoFixture mongo)
{
    private readonly IMongoCollection<BsonDocument> _collection = mongo.NewCollection();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{a: 1}", "{a: 1}", "{a: 1.0}", true)]
    [InlineData("{a: 1}", "{a: 1}", "{a: 2}", false)]
    [InlineData("{a: 1}", "{b: 1}", "{c: 1}", true)]
    [InlineData("{a: 1}", "{a: null}", "{c: 1}", true)]
    [InlineData("{a: 1, b: 1}", "{a: 1, b: 1}", "{a: 1, b: 2}", false)]
    [InlineData("{a: 1, b: -1}", "{a: 1, b: 1}", "{b: 1, a: 1}", true)]
    [InlineData("{a: 1}", "{a: [1, 2]}", "{a: [2, 3]}", true)]
    [InlineData("{a: 1}", "{a: [1, 2]}", "{a: 3}", false)]
    [InlineData("{a: 1}", "{a: [1, 1]}", "{a: 2}", false)]
    [InlineData("{'a.b': 1}", "{a: [{b: 1}, {b: 2}]}", "{a: {b: 2}}", true)]
    [InlineData("{a: 1}", "{a: {x: 1, y: 2}}", "{a: {y: 2, x: 1}}", false)]
    public async Task Insert_UnderAUniqueIndex_RefusesTheSecondOfAKey(string keys, string first, string second, bool collides)
    {
        await CreateAsync(keys, new CreateIndexOptions { Unique = true });
        await _collection.FillAsync(first);

        Assert.Equal(collides, await CollidesAsync(() => _collection.InsertOneAsync(BsonDocument.Parse(second), cancellationToken: Token)));
    }

    [Fact]
    public async Task Insert_UnderAUniqueSparseIndex_AllowsManyWithoutTheField()
    {
        await CreateAsync("{a: 1}", new CreateIndexOptions { Unique = true, Sparse = true });
        await _collection.FillAsync("{_id: 1}", "{_id: 2}", "{_id: 3, a: 1}", "{_id: 4, a: null}");

        Assert.True(await CollidesAsync(() => _collection.InsertOneAsync(BsonDocument.Parse("{a: 1}"), cancellationToken: Token)));
        Assert.Equal("1 2 4", await _collection.IdsAsync("{a: null}"));
    }

    [Fact]
    public async Task Update_UnderAUniquePartialIndex_CollidesOnceTheFilterCoversIt()
    {
        await CreateAsync("{a: 1}", new CreateIndexOptions<BsonDocument> { Unique = true, PartialFilterExpression = "{open: true}" });
        await _collection.FillAsync("{_id: 1, a: 1, open: true}", "{_id: 2, a: 1, open: false}", "{_id: 3, a: 1}");

        Assert.True(await CollidesAsync(() => _collection.ChangeAsync("{_id: 2}", "{$set: {open: true}}")));

        await _collection.ChangeAsync("{_id: 1}", "{$set: {open: false}}");
        Assert.False(await CollidesAsync(() => _collection.ChangeAsync("{_id: 2}", "{$set: {open: true}}")));
        Assert.Equal("1 2 3", await _collection.IdsAsync("{a: 1}"));
    }

    [Fact]
    public async Task Write_OfEveryKind_CollidesAndChangesNothing()
    {
        await CreateAsync("{a: 1}", new CreateIndexOptions { Unique = true });
        await _collection.FillAsync("{_id: 1, a: 1}", "{_id: 2, a: 2}");

        Assert.True(await CollidesAsync(() => _collection.ChangeAsync("{_id: 2}", "{$set: {a: 1}}")));
        Assert.True(await CollidesAsync(() => _collection.ChangeAsync("{_id: 3}", "{$set: {a: 1}}", upsert: true)));
        Assert.True(await CollidesAsync(() => _collection.ReplaceOneAsync("{_id: 2}", BsonDocument.Parse("{a: 1}"), cancellationToken: Token)));
        Assert.True(await CollidesAsync(() => _collection.FindOneAndUpdateAsync<BsonDocument>("{_id: 2}", "{$set: {a: 1}}", cancellationToken: Token)));
        Assert.Equal("2", await _collection.IdsAsync("{a: 2}"));
        Assert.Equal("1", await _collection.IdsAsync("{a: 1}"));
    }

    [Fact]
    public async Task Update_OfItsOwnKey_DoesNotCollideWithItself()
    {
        await CreateAsync("{a: 1}", new CreateIndexOptions { Unique = true });
        await _collection.FillAsync("{_id: 1, a: [1, 2]}");

        Assert.False(await CollidesAsync(() => _collection.ChangeAsync("{_id: 1}", "{$set: {a: [2, 3], b: 1}}")));
        Assert.Equal("1", await _collection.IdsAsync("{a: 3}"));
        Assert.Equal("", await _collection.IdsAsync("{a: 1}"));
    }

    [Fact]
    public async Task Insert_OfTwoArraysUnderOneIndex_IsRefusedAndLeavesNothing()
    {
        await CreateAsync("{a: 1, b: 1}");

        var fault = await Assert.ThrowsAsync<MongoWriteException>(
            () => _collection.InsertOneAsync(BsonDocument.Parse("{a: [1, 2], b: [1, 2]}"), cancellationToken: Token));

        Assert.Equal(171, fault.WriteError.Code);
        Assert.Equal(0, await _collection.CountDocumentsAsync("{}", cancellationToken: Token));
    }

    [Fact]
    public async Task Insert_OfADuplicateKey_SaysWhichIndexAndKey()
    {
        await CreateAsync("{a: 1, b: 1}", new CreateIndexOptions { Unique = true });
        await _collection.FillAsync("{_id: 1, a: 1, b: 'x'}");

        var reply = await mongo.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument
            {
                { "insert", _collection.CollectionNamespace.CollectionName },
                { "documents", new BsonArray { BsonDocument.Parse("{_id: 2, a: 1, b: 'x'}") } },
            },
            cancellationToken: Token);

        var error = reply["writeErrors"][0];
        Assert.Equal(11000, error["code"]);
        Assert.Equal("{ \"a\" : 1, \"b\" : 1 }", error["keyPattern"].Shape());
        Assert.Equal("{ \"a\" : 1, \"b\" : \"x\" }", error["keyValue"].Shape());
    }

    private Task<string> CreateAsync(string keys, CreateIndexOptions? options = null) => _collection.Indexes.CreateOneAsync(
        new CreateIndexModel<BsonDocument>(keys, options), cancellationToken: Token);

    private static async Task<bool> CollidesAsync(Func<Task> write)
    {
        try
        {
            await write();
            return false;
        }
        catch (MongoWriteException fault) when (fault.WriteError.Category == ServerErrorCategory.DuplicateKey)
        {
            return true;
        }
        catch (MongoCommandException fault) when (fault.Code == 11000)
        {
            return true;
        }
    }
}

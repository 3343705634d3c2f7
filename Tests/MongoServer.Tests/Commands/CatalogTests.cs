using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests.Commands;

public sealed class CatalogTests(MongoFixture mongo)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ListCollections_AfterCreateWriteAndDrop_NamesWhatIsThere()
    {
        var (created, written, dropped) = (mongo.NewCollection(), mongo.NewCollection(), mongo.NewCollection());
        await mongo.Database.CreateCollectionAsync(created.CollectionNamespace.CollectionName, cancellationToken: Token);
        await written.FillAsync("{_id: 1}");
        await dropped.FillAsync("{_id: 1}");
        await mongo.Database.DropCollectionAsync(dropped.CollectionNamespace.CollectionName, Token);

        var names = await (await mongo.Database.ListCollectionNamesAsync(cancellationToken: Token)).ToListAsync(Token);

        Assert.Contains(created.CollectionNamespace.CollectionName, names);
        Assert.Contains(written.CollectionNamespace.CollectionName, names);
        Assert.DoesNotContain(dropped.CollectionNamespace.CollectionName, names);
    }

    [Fact]
    public async Task ListCollections_WithAFilter_GivesOnlyThat()
    {
        var collection = mongo.NewCollection();
        await collection.FillAsync("{_id: 1}");
        var options = new ListCollectionsOptions { Filter = new BsonDocument("name", collection.CollectionNamespace.CollectionName) };

        var listed = await (await mongo.Database.ListCollectionsAsync(options, Token)).ToListAsync(Token);

        Assert.Equal("collection", Assert.Single(listed)["type"]);
    }

    [Fact]
    public async Task DropDatabase_WithCollections_LeavesNone()
    {
        var database = mongo.Client.GetDatabase($"dropped_{Guid.NewGuid():N}");
        await database.GetCollection<BsonDocument>("c").FillAsync("{_id: 1}");
        Assert.Contains(database.DatabaseNamespace.DatabaseName, await NamesAsync());

        await mongo.Client.DropDatabaseAsync(database.DatabaseNamespace.DatabaseName, Token);

        Assert.DoesNotContain(database.DatabaseNamespace.DatabaseName, await NamesAsync());
    }

    [Fact]
    public async Task Rename_ToAFreeName_MovesDocumentsAndIndexesAndLeavesTheOldNameFree()
    {
        var (from, to) = (mongo.NewCollection(), mongo.NewCollection());
        await from.FillAsync("{_id: 1, k: 1}", "{_id: 2, k: 2}");
        await from.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>(new BsonDocument("k", 1), new CreateIndexOptions { Unique = true }), cancellationToken: Token);

        await RenameAsync(from, to);
        await from.FillAsync("{_id: 1, k: 1}");

        Assert.Equal((1, 2), (await CountAsync(from), await CountAsync(to)));
        await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => to.FillAsync("{_id: 3, k: 2}"));
    }

    [Fact]
    public async Task Rename_NoSourceOrTakenOrSameName_IsRefusedWithTheServersCodes()
    {
        var (from, taken) = (mongo.NewCollection(), mongo.NewCollection());
        Assert.Equal(26, (await Assert.ThrowsAsync<MongoCommandException>(() => RenameAsync(from, taken))).Code);
        await from.FillAsync("{_id: 1}");
        await taken.FillAsync("{_id: 2}", "{_id: 3}");

        Assert.Equal(48, (await Assert.ThrowsAsync<MongoCommandException>(() => RenameAsync(from, taken))).Code);
        Assert.Equal(20, (await Assert.ThrowsAsync<MongoCommandException>(() => RenameAsync(from, from))).Code);
        Assert.Equal((1, 2), (await CountAsync(from), await CountAsync(taken)));

        await RenameAsync(from, taken, dropsTarget: true);
        Assert.Equal((0, 1), (await CountAsync(from), await CountAsync(taken)));
    }

    [Fact]
    public async Task Rename_WhileEventsAreInserted_LosesNone()
    {
        var (from, to) = (mongo.NewCollection(), mongo.NewCollection());
        await from.FillAsync("{_id: -1}");
        var inserts = Parallel.ForEachAsync(
            Enumerable.Range(0, 500), Token, async (i, token) => await from.InsertOneAsync(new BsonDocument("_id", i), cancellationToken: token));
        await RenameAsync(from, to);
        var sealedCount = await CountAsync(to);
        await inserts;

        Assert.Equal((sealedCount, 501 - sealedCount), (await CountAsync(to), await CountAsync(from)));
    }

    private static Task<long> CountAsync(IMongoCollection<BsonDocument> collection) =>
        collection.CountDocumentsAsync(new BsonDocument(), cancellationToken: Token);

    private Task RenameAsync(IMongoCollection<BsonDocument> from, IMongoCollection<BsonDocument> to, bool dropsTarget = false) =>
        mongo.Database.RenameCollectionAsync(
            from.CollectionNamespace.CollectionName,
            to.CollectionNamespace.CollectionName,
            new RenameCollectionOptions { DropTarget = dropsTarget },
            Token);

    [Fact]
    public async Task CollStats_OfACollection_CountsAndMeasures()
    {
        var collection = mongo.NewCollection();
        await collection.FillAsync("{_id: 1, text: 'aaaaaaaaaa'}", "{_id: 2}");

        var stats = await mongo.Database.RunCommandAsync<BsonDocument>(
            new BsonDocument("collStats", collection.CollectionNamespace.CollectionName), cancellationToken: Token);

        Assert.Equal(2, stats["count"].ToInt32());
        Assert.Equal(35 + 14, stats["size"].ToInt32());
        Assert.Equal(1, stats["nindexes"].ToInt32());
    }

    [Fact]
    public async Task CreateCollection_WithAnOptionThatTheDoubleDoesNotKnow_IsRefused()
    {
        Assert.SkipUnless(mongo.IsDouble, "a real server knows it");

        Assert.Equal(40415, await mongo.Database.RefusalAsync(BsonDocument.Parse("{create: 'c', capped: true, size: 1000}")));
    }

    [Theory]
    [InlineData("a$b", 1)]
    [InlineData(".a", 1)]
    [InlineData("system.a", 1)]
    [InlineData("a", 255)]
    public async Task Insert_IntoABadName_IsRefused(string name, int times)
    {
        var insert = new BsonDocument("insert", string.Concat(Enumerable.Repeat(name, times)))
            .Add("documents", new BsonArray { new BsonDocument("a", 1) });

        Assert.Equal(73, await mongo.Database.RefusalAsync(insert));
    }

    private async Task<List<string>> NamesAsync() => await (await mongo.Client.ListDatabaseNamesAsync(Token)).ToListAsync(Token);
}

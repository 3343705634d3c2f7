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

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
    public async Task RenameCollection_ToAFreeName_TakesDocumentsAndIndexesAlong()
    {
        var (source, target) = (mongo.NewCollection(), mongo.NewCollection());
        await source.FillAsync("{_id: 1, a: 1}", "{_id: 2, a: 2}");
        await source.Indexes.CreateOneAsync(
            new CreateIndexModel<BsonDocument>("{a: 1}", new CreateIndexOptions { Unique = true, Name = "only" }), cancellationToken: Token);

        await RenameAsync(source, target);

        Assert.Equal("1 2", await target.IdsAsync("{}"));
        Assert.Equal(["_id_", "only"], (await (await target.Indexes.ListAsync(Token)).ToListAsync(Token)).Select(index => index["name"].AsString));
        Assert.Equal("", await source.IdsAsync("{}"));
        var refused = await Assert.ThrowsAsync<MongoBulkWriteException<BsonDocument>>(() => target.FillAsync("{_id: 3, a: 1}"));
        Assert.Contains(target.CollectionNamespace.FullName, Assert.Single(refused.WriteErrors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenameCollection_ThenWriteToTheFormerName_MakesItAnew()
    {
        var (source, target) = (mongo.NewCollection(), mongo.NewCollection());
        await source.FillAsync("{_id: 1}");
        await RenameAsync(source, target);

        await source.FillAsync("{_id: 1}", "{_id: 2}");

        Assert.Equal(("1 2", "1"), (await source.IdsAsync("{}"), await target.IdsAsync("{}")));
    }

    [Fact]
    public async Task RenameCollection_TargetExists_IsRefusedUnlessItIsToBeDropped()
    {
        var (source, target) = (mongo.NewCollection(), mongo.NewCollection());
        await source.FillAsync("{_id: 1}");
        await target.FillAsync("{_id: 2}");

        Assert.Equal(48, (await Assert.ThrowsAsync<MongoCommandException>(() => RenameAsync(source, target))).Code);
        Assert.Equal(("1", "2"), (await source.IdsAsync("{}"), await target.IdsAsync("{}")));

        await RenameAsync(source, target, dropTarget: true);
        Assert.Equal(("", "1"), (await source.IdsAsync("{}"), await target.IdsAsync("{}")));
    }

    [Fact]
    public async Task RenameCollection_NoSource_IsRefusedBeforeTheTargetIsLookedAt()
    {
        var target = mongo.NewCollection();
        await target.FillAsync("{_id: 1}");

        Assert.Equal(26, (await Assert.ThrowsAsync<MongoCommandException>(() => RenameAsync(mongo.NewCollection(), target))).Code);
    }

    [Fact]
    public async Task RenameCollection_ToItself_IsRefused()
    {
        var collection = mongo.NewCollection();
        await collection.FillAsync("{_id: 1}");
        var command = new BsonDocument { { "renameCollection", collection.CollectionNamespace.FullName }, { "to", collection.CollectionNamespace.FullName } };

        Assert.Equal(20, await mongo.Client.GetDatabase("admin").RefusalAsync(command));
    }

    [Fact]
    public async Task RenameCollection_OnAnotherDatabaseThanAdmin_IsRefused()
    {
        var command = new BsonDocument { { "renameCollection", "a.b" }, { "to", "a.c" } };

        Assert.Equal(13, await mongo.Database.RefusalAsync(command));
    }

    [Fact]
    public async Task RenameCollection_WhileOthersWrite_NothingIsWrittenToTheTargetAfterwards()
    {
        var (source, target) = (mongo.NewCollection(), mongo.NewCollection());
        await source.FillAsync("{}");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var written = 1;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await source.FillAsync("{}");
                    Interlocked.Increment(ref written);
                }
            },
            Token)).ToList();

        await RenameAsync(source, target);
        var moved = await target.CountDocumentsAsync("{}", cancellationToken: Token);
        await stop.CancelAsync();
        await Task.WhenAll(writers);

        Assert.Equal(moved, await target.CountDocumentsAsync("{}", cancellationToken: Token));
        Assert.Equal(written, moved + await source.CountDocumentsAsync("{}", cancellationToken: Token));
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

    private Task RenameAsync(IMongoCollection<BsonDocument> source, IMongoCollection<BsonDocument> target, bool dropTarget = false) =>
        mongo.Database.RenameCollectionAsync(
            source.CollectionNamespace.CollectionName,
            target.CollectionNamespace.CollectionName,
            new RenameCollectionOptions { DropTarget = dropTarget },
            Token);

    private async Task<List<string>> NamesAsync() => await (await mongo.Client.ListDatabaseNamesAsync(Token)).ToListAsync(Token);
}

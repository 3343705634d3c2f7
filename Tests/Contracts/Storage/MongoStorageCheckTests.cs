using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage.Mongo;
using Pipeline.MongoServer;
using Fault = Pipeline.MongoServer.Faults.Fault;

namespace Pipeline.Contracts.Storage;

public sealed class MongoStorageCheckTests : IAsyncDisposable
{
    private readonly TestMongoServer _server = TestMongoServer.Start();
    private readonly MongoScratch _scratch;

    public MongoStorageCheckTests() => _scratch = new MongoScratch(_server.ConnectionString);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Database => _scratch.Storage.Database.DatabaseNamespace.DatabaseName;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task FindProblems_EmptyDatabaseAndManyProcesses_MakesTheIndexesOnce()
    {
        var problems = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => FindProblemsAsync(_scratch.Open())));

        Assert.All(problems, Assert.Empty);
        var indexes = await (await Collection("users").Indexes.ListAsync(Token)).ToListAsync(Token);
        Assert.True(Assert.Single(indexes, index => index["name"] == "by_number")["unique"].AsBoolean);
        Assert.Empty(await FindProblemsAsync(_scratch.Open()));
    }

    [Fact]
    public async Task FindProblems_DataOfAVersionWithoutSchema_IsRefused()
    {
        await Collection("counters").InsertOneAsync(new BsonDocument { { "_id", "fence" }, { "n", 7 } }, cancellationToken: Token);

        Assert.Contains("earlier version", Assert.Single(await FindProblemsAsync(_scratch.Storage)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindProblems_AnotherSchema_IsRefusedByNumber()
    {
        Assert.Empty(await FindProblemsAsync(_scratch.Storage));
        await Collection("meta").UpdateOneAsync(
            new BsonDocument("_id", "schema"), new BsonDocument("$set", new BsonDocument("n", 999)), cancellationToken: Token);

        Assert.Contains("schema 999", Assert.Single(await FindProblemsAsync(_scratch.Storage)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindProblems_IndexesThatConflict_NamesThemAll()
    {
        foreach (var collection in new[] { "users", "quarantine" })
        {
            await Collection(collection).Indexes.CreateOneAsync(
                new CreateIndexModel<BsonDocument>(
                    new BsonDocument("other", 1),
                    new CreateIndexOptions { Name = collection == "users" ? "by_number" : "by_age" }),
                cancellationToken: Token);
        }

        var problems = await FindProblemsAsync(_scratch.Storage);

        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("users", StringComparison.Ordinal) && problem.Contains("by_number", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("quarantine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindProblems_UsersShareANumber_SaysSo()
    {
        await Collection("users").InsertManyAsync(
            [new BsonDocument { { "_id", "a" }, { "n", 1 } }, new BsonDocument { { "_id", "b" }, { "n", 1 } }], cancellationToken: Token);

        Assert.Contains("by_number", Assert.Single(await FindProblemsAsync(_scratch.Storage)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("createIndexes")]
    [InlineData("find")]
    [InlineData("update")]
    [InlineData("delete")]
    [InlineData("listCollections")]
    public async Task FindProblems_CommandIsForbidden_NamesDatabaseAndRole(string command)
    {
        _server.FailNext(command, Fault.Error(13));

        var problem = Assert.Single(await FindProblemsAsync(_scratch.Storage));

        Assert.Contains(Database, problem, StringComparison.Ordinal);
        Assert.Contains("readWrite", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindProblems_NobodyListens_NamesTheHostAndNoCredentials()
    {
        var storage = new MongoStorage(Options.Create(new MongoOptions
        {
            ConnectionString = "mongodb://shop:hidden@127.0.0.1:1/?serverSelectionTimeoutMS=200",
        }));

        var problem = Assert.Single(await FindProblemsAsync(storage));

        Assert.Contains("127.0.0.1:1", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("shop", problem, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<string>> FindProblemsAsync(MongoStorage storage) =>
        new MongoStorageCheck(storage, MongoSchema.Indexes).FindProblemsAsync(Token);

    private IMongoCollection<BsonDocument> Collection(string name) => _scratch.Storage.Database.GetCollection<BsonDocument>(name);
}

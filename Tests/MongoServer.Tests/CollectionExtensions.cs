using MongoDB.Bson;
using MongoDB.Driver;
using Xunit;

namespace Pipeline.MongoServer.Tests;

/// <summary>Short forms in the shell's notation, so that a test reads like the question it asks.</summary>
internal static class CollectionExtensions
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task FillAsync(this IMongoCollection<BsonDocument> collection, params string[] documents) =>
        await collection.InsertManyAsync(documents.Select(text => BsonDocument.Parse(text)), cancellationToken: Token);

    /// <summary>The ids of what a filter finds, in order of the ids.</summary>
    public static async Task<string> IdsAsync(this IMongoCollection<BsonDocument> collection, string filter)
    {
        var found = await collection.Find(BsonDocument.Parse(filter)).Sort("{_id: 1}").ToListAsync(Token);
        return string.Join(' ', found.Select(document => document["_id"]));
    }

    public static async Task<BsonDocument> OnlyAsync(this IMongoCollection<BsonDocument> collection) =>
        await collection.Find("{}").SingleAsync(Token);

    public static async Task<List<BsonDocument>> PipeAsync(this IMongoCollection<BsonDocument> collection, params string[] stages) =>
        await collection.Aggregate<BsonDocument>(
            stages.Select(text => BsonDocument.Parse(text)).ToArray(), cancellationToken: Token).ToListAsync(Token);

    public static async Task<UpdateResult> ChangeAsync(
        this IMongoCollection<BsonDocument> collection, string filter, string update, bool upsert = false) =>
        await collection.UpdateOneAsync(filter, update, new UpdateOptions { IsUpsert = upsert }, Token);

    /// <summary>Runs a command that the server must refuse, and returns the error code.</summary>
    public static async Task<int> RefusalAsync(this IMongoDatabase database, BsonDocument command) =>
        (await Assert.ThrowsAsync<MongoCommandException>(
            () => database.RunCommandAsync<BsonDocument>(command, cancellationToken: Token))).Code;

    public static string Shape(this BsonValue value) => value.ToJson();
}

using MongoDB.Bson;
using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>
/// Which layout the database's documents have: one document {_id: "schema", n: version}. It is written into an empty database and
/// compared at every start, so that documents of another layout are refused and never misread. Every version writes a counter
/// before it stores anything else: counters without a version come from a program that wrote no version.
/// </summary>
internal static class MongoVersion
{
    public const int Current = 11;

    private const string Id = "schema";
    private const string Number = "n";

    /// <returns>What is wrong, for an operator; null when the layout is the current one.</returns>
    public static async Task<string?> FindProblemAsync(MongoStorage storage, CancellationToken cancellationToken)
    {
        // Before the version is read: a process that starts at the same time writes the version first.
        var hasData = await storage.Collection(MongoNames.Counters).Find(new BsonDocument()).AnyAsync(cancellationToken);
        var meta = storage.Collection(MongoNames.Meta);
        var named = new BsonDocument("_id", Id);
        var known = await meta.Find(named).FirstOrDefaultAsync(cancellationToken);
        if (known is null && hasData)
        {
            return $"Database '{storage.Database.DatabaseNamespace.DatabaseName}' was written by an earlier version of this program, " +
                $"whose documents this one (schema {Current}) cannot read. Choose an empty database.";
        }

        if (known is null)
        {
            await WriteAsync(meta, named, cancellationToken);
            known = await meta.Find(named).FirstAsync(cancellationToken);
        }

        return known[Number].ToInt32() == Current
            ? null
            : $"Database '{storage.Database.DatabaseNamespace.DatabaseName}' has schema {known[Number]}, this program reads {Current}. " +
                "Run the version that wrote it, or choose an empty database.";
    }

    private static async Task WriteAsync(IMongoCollection<BsonDocument> meta, BsonDocument named, CancellationToken cancellationToken)
    {
        var current = new BsonDocument("$setOnInsert", new BsonDocument(Number, Current));
        try
        {
            await meta.UpdateOneAsync(named, current, new UpdateOptions { IsUpsert = true }, cancellationToken);
        }
        catch (MongoWriteException raced) when (raced.WriteError?.Category == ServerErrorCategory.DuplicateKey)
        {
            // Another process has just written it.
        }
    }
}

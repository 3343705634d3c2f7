using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>Applies changes to stored documents. The caller holds the collection's gate.</summary>
internal static class Writer
{
    /// <summary>Puts the changed document in; tells whether anything is different.</summary>
    public static bool Update(Collection collection, Record record, Change change)
    {
        var before = record.Document.ToBson();
        var changed = change.Apply(record.Document, inserting: false);
        if (!SameId(record.Document, changed))
        {
            throw new MongoErrorException(
                ErrorCodes.ImmutableField,
                "Performing an update on the path '_id' would modify the immutable field '_id'");
        }

        changed = DocumentShape.WithIdAfterUpdate(changed);
        var after = DocumentShape.Encode(changed, ErrorCodes.TooLargeAfterUpdate);
        if (before.AsSpan().SequenceEqual(after))
        {
            return false;
        }

        collection.Replace(record, changed);
        return true;
    }

    /// <summary>Inserts what the query and the change make together.</summary>
    public static BsonDocument Upsert(Collection collection, Filter filter, Change change)
    {
        var seed = UpsertSeed.From(filter);
        // A replacement takes over nothing of the query but the id.
        var start = change is ReplacementChange && seed.TryGetValue("_id", out var id) ? new BsonDocument("_id", id)
            : change is ReplacementChange ? []
            : seed;
        var document = change.Apply(start, inserting: true);
        if (seed.Contains("_id") && !SameId(seed, document))
        {
            throw new MongoErrorException(ErrorCodes.ImmutableField, "The _id of the query and of the upserted document differ");
        }

        document = DocumentShape.WithIdAfterUpdate(document);
        DocumentShape.Encode(document, ErrorCodes.TooLargeToUpsert);
        collection.Insert(document);
        return document;
    }

    private static bool SameId(BsonDocument x, BsonDocument y) => BsonOrder.Same(x["_id"], y.GetValue("_id", BsonNull.Value));
}

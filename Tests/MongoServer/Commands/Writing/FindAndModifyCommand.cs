using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Update;

namespace Pipeline.MongoServer.Commands.Writing;

internal sealed class FindAndModifyCommand : IRetryableCommand
{
    public string Name => "findAndModify";

    public IReadOnlyCollection<string> Fields => ["query", "sort", "remove", "update", "new", "fields", "upsert"];

    public BsonDocument Execute(CommandContext context)
    {
        if (context.Retryable?.Recall(0) is { Reply: { } earlier })
        {
            return new BsonDocument(earlier) { { "retriedStmtId", 0 } };
        }

        var reply = Run(context);
        context.Retryable?.Remember(0, new StatementResult(1) { Reply = new BsonDocument(reply) });
        return reply;
    }

    private static BsonDocument Run(CommandContext context)
    {
        var arguments = context.Arguments;
        var (remove, upsert) = (arguments.Flag("remove"), arguments.Flag("upsert"));
        if (remove == arguments.Has("update"))
        {
            throw new MongoErrorException(ErrorCodes.FailedToParse, "Either an update or remove=true must be specified");
        }

        if (remove && (upsert || arguments.Flag("new")))
        {
            throw new MongoErrorException(ErrorCodes.FailedToParse, "Cannot specify upsert or new with remove=true");
        }

        var filter = context.Filter("query");
        var sort = SortSpec.Parse(arguments.OptionalDocument("sort"));
        var change = remove ? null : new ChangeParser(context.Expressions, context.Now).Parse(arguments.Value("update"));
        var projection = arguments.OptionalDocument("fields") is { ElementCount: > 0 } fields
            ? new ProjectionParser(context.Expressions).Parse(fields)
            : null;
        var collection = upsert ? context.Database.Obtain(context.CollectionName) : context.FindCollection();
        var outcome = collection is null ? Outcome.Nothing(remove) : Modify(collection, filter, sort, change, upsert);
        var value = arguments.Flag("new") ? outcome.After : outcome.Before;
        return new BsonDocument
        {
            { "lastErrorObject", outcome.Report },
            { "value", value is null ? BsonNull.Value : projection?.Apply(value) ?? value },
        };
    }

    private static Outcome Modify(Collection collection, Filter filter, SortSpec sort, Change? change, bool upsert)
    {
        lock (collection.Gate)
        {
            var record = collection.Find(filter, sort).FirstOrDefault();
            if (record is null)
            {
                return upsert ? Outcome.Upserted(Writer.Upsert(collection, filter, change!)) : Outcome.Nothing(change is null);
            }

            var before = record.Document;
            if (change is null)
            {
                collection.Remove(record);
            }
            else
            {
                Writer.Update(collection, record, change);
            }

            return Outcome.Found(before, change is null ? null : record.Document);
        }
    }

    private sealed record Outcome(BsonDocument? Before, BsonDocument? After, BsonDocument Report)
    {
        public static Outcome Nothing(bool removing) => new(null, null, MakeReport(0, removing ? null : false));

        public static Outcome Found(BsonDocument before, BsonDocument? after) =>
            new(before, after, MakeReport(1, after is null ? null : true));

        public static Outcome Upserted(BsonDocument document) =>
            new(null, document, MakeReport(1, false).Add("upserted", document["_id"]));

        private static BsonDocument MakeReport(int count, bool? updatedExisting)
        {
            var report = new BsonDocument("n", count);
            return updatedExisting is { } updated ? report.Add("updatedExisting", updated) : report;
        }
    }
}

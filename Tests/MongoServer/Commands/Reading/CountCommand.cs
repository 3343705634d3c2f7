using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class CountCommand : ICommand
{
    public string Name => "count";

    public IReadOnlyCollection<string> Fields => ["query", "skip", "limit"];

    public BsonDocument Execute(CommandContext context)
    {
        var filter = context.Filter("query");
        var (skip, limit) = (context.Arguments.Number("skip", 0), context.Arguments.Number("limit", 0));
        var count = context.FindCollection() is { } collection
            ? Count(collection, filter, skip, limit == 0 ? int.MaxValue : limit)
            : 0;
        return new BsonDocument("n", count);
    }

    private static int Count(Collection collection, Filter filter, int skip, int limit)
    {
        lock (collection.Gate)
        {
            return collection.Find(filter, SortSpec.None).Skip(skip).Take(limit).Count();
        }
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Cursors;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class FindCommand : ICommand
{
    public string Name => "find";

    public IReadOnlyCollection<string> Fields => ["filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch"];

    public BsonDocument Execute(CommandContext context)
    {
        var arguments = context.Arguments;
        var filter = context.Filter("filter");
        var sort = SortSpec.Parse(arguments.OptionalDocument("sort"));
        var projection = arguments.OptionalDocument("projection") is { ElementCount: > 0 } specification
            ? new ProjectionParser(context.Expressions).Parse(specification)
            : null;
        var (skip, limit) = (arguments.Number("skip", 0), arguments.Number("limit", 0));
        var found = context.FindCollection() is { } collection
            ? Find(collection, filter, sort, skip, limit == 0 ? int.MaxValue : limit)
            : [];
        if (projection is not null)
        {
            found = found.ConvertAll(projection.Apply);
        }

        return context.Node.Cursors.Open(
            context.FullName, found, arguments.Number("batchSize", CursorTable.DefaultFirstBatch), arguments.Flag("singleBatch"));
    }

    private static List<BsonDocument> Find(Collection collection, Filter filter, SortSpec sort, int skip, int limit)
    {
        lock (collection.Gate)
        {
            return [.. collection.Find(filter, sort).Skip(skip).Take(limit).Select(record => record.Document)];
        }
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class DistinctCommand : ICommand
{
    public string Name => "distinct";

    public IReadOnlyCollection<string> Fields => ["key", "query"];

    public BsonDocument Execute(CommandContext context)
    {
        var path = FieldPath.Parse(context.Arguments.Text("key"));
        var filter = context.Filter("query");
        IEnumerable<BsonValue> values = context.FindCollection() is { } collection ? Distinct(collection, path, filter) : [];
        return new BsonDocument("values", new BsonArray(values));
    }

    private static SortedSet<BsonValue> Distinct(Collection collection, FieldPath path, Filter filter)
    {
        var values = new SortedSet<BsonValue>(BsonOrder.Instance);
        lock (collection.Gate)
        {
            foreach (var record in collection.Find(filter, SortSpec.None))
            {
                path.Any(record.Document, value => Collect(values, value));
            }
        }

        return values;
    }

    private static bool Collect(SortedSet<BsonValue> values, BsonValue? value)
    {
        if (value is BsonArray array)
        {
            values.UnionWith(array);
        }
        else if (value is not null)
        {
            values.Add(value);
        }

        return false;
    }
}

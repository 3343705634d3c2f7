using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class CollStatsCommand : ICommand
{
    public string Name => "collStats";

    public IReadOnlyCollection<string> Fields => ["scale"];

    public BsonDocument Execute(CommandContext context)
    {
        var scale = Math.Max(1, context.Arguments.Number("scale", 1));
        var reply = new BsonDocument { { "ns", context.FullName }, { "capped", false }, { "scaleFactor", scale } };
        if (context.FindCollection() is { } collection)
        {
            Measure(reply, collection, scale);
        }
        else
        {
            reply.Add("count", 0).Add("size", 0L).Add("storageSize", 0L).Add("nindexes", 0).Add("totalIndexSize", 0L);
        }

        return reply;
    }

    private static void Measure(BsonDocument reply, Collection collection, int scale)
    {
        lock (collection.Gate)
        {
            var size = collection.Records.Sum(record => (long)record.Document.ToBson().Length);
            var indexes = collection.Indexes.ToDictionary(index => index.Definition.Name, index => index.SizeInBytes / scale);
            reply.Add("count", collection.Count).Add("size", size / scale);
            if (collection.Count > 0)
            {
                reply.Add("avgObjSize", size / collection.Count);
            }

            reply.Add("storageSize", size / scale).Add("nindexes", indexes.Count)
                .Add("totalIndexSize", indexes.Values.Sum()).Add("indexSizes", new BsonDocument(indexes));
        }
    }
}

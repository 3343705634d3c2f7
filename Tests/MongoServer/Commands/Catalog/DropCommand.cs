using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>Drops a collection. As from MongoDB 7.0 it is no error when there is none.</summary>
internal sealed class DropCommand : ICommand
{
    public string Name => "drop";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context)
    {
        if (context.FindCollection() is not { } collection)
        {
            return [];
        }

        context.Database.Drop(context.CollectionName);
        return new BsonDocument { { "nIndexesWas", IndexCount(collection) }, { "ns", context.FullName } };
    }

    private static int IndexCount(Collection collection)
    {
        lock (collection.Gate)
        {
            return collection.Indexes.Count;
        }
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class DropIndexesCommand : ICommand
{
    public string Name => "dropIndexes";

    public IReadOnlyCollection<string> Fields => ["index"];

    public BsonDocument Execute(CommandContext context)
    {
        var collection = context.ExistingCollection();
        lock (collection.Gate)
        {
            var before = collection.Indexes.Count;
            foreach (var index in Select(collection, context.Arguments.Value("index")))
            {
                collection.RemoveIndex(index);
            }

            return new BsonDocument("nIndexesWas", before);
        }
    }

    private static List<CollectionIndex> Select(Collection collection, BsonValue wanted)
    {
        if (wanted == "*")
        {
            return [.. collection.Indexes.Skip(1)];
        }

        var targets = wanted is BsonArray list ? [.. list] : new List<BsonValue> { wanted };
        return [.. targets.Select(target => Select(collection.Indexes, target))];
    }

    private static CollectionIndex Select(IEnumerable<CollectionIndex> indexes, BsonValue target)
    {
        var index = indexes.FirstOrDefault(candidate => target is BsonDocument keys
            ? candidate.Definition.Keys == keys
            : candidate.Definition.Name == target.AsString)
            ?? throw new MongoErrorException(ErrorCodes.IndexNotFound, $"index not found with name [{target}]");
        return index.Definition != IndexDefinition.Id
            ? index
            : throw new MongoErrorException(ErrorCodes.InvalidOptions, "cannot drop _id index");
    }
}

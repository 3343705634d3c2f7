using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class ListIndexesCommand : ICommand
{
    public string Name => "listIndexes";

    public IReadOnlyCollection<string> Fields => ["cursor"];

    public BsonDocument Execute(CommandContext context) => context.Node.Cursors.Open(
        context.FullName, Describe(context.ExistingCollection()), CursorArguments.BatchSize(context, int.MaxValue));

    private static List<BsonDocument> Describe(Collection collection)
    {
        lock (collection.Gate)
        {
            return [.. collection.Indexes.Select(index => index.Definition.ToDocument())];
        }
    }
}

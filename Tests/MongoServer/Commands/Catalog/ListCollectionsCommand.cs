using MongoDB.Bson;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class ListCollectionsCommand : ICommand
{
    public string Name => "listCollections";

    // authorizedCollections: there is no authorization, every collection is listed.
    public IReadOnlyCollection<string> Fields => ["filter", "nameOnly", "authorizedCollections", "cursor"];

    public BsonDocument Execute(CommandContext context)
    {
        var nameOnly = context.Arguments.Flag("nameOnly");
        var filter = context.Filter("filter");
        var collections = context.Database.Collections
            .Select(pair => Describe(pair.Key, pair.Value, nameOnly)).Where(filter.Matches).ToList();
        return context.Node.Cursors.Open(
            $"{context.DatabaseName}.$cmd.listCollections", collections, CursorArguments.BatchSize(context, int.MaxValue));
    }

    private static BsonDocument Describe(string name, Collection collection, bool nameOnly)
    {
        var document = new BsonDocument { { "name", name }, { "type", "collection" } };
        return nameOnly ? document : document.AddRange(
        [
            new BsonElement("options", new BsonDocument()),
            new BsonElement("info", new BsonDocument
            {
                { "readOnly", false },
                { "uuid", new BsonBinaryData(collection.Uuid, GuidRepresentation.Standard) },
            }),
            new BsonElement("idIndex", IndexDefinition.Id.ToDocument()),
        ]);
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Writing;

internal sealed class InsertCommand : IRetryableCommand
{
    public string Name => "insert";

    public IReadOnlyCollection<string> Fields => ["documents", "ordered"];

    public BsonDocument Execute(CommandContext context)
    {
        var collection = context.Database.Obtain(context.CollectionName);
        var statements = new Statements(context);
        statements.Run("documents", document => Insert(collection, document));
        return statements.Reply();
    }

    private static StatementResult Insert(Collection collection, BsonDocument document)
    {
        var stored = DocumentShape.WithId(document);
        DocumentShape.Encode(stored, ErrorCodes.BadValue);
        lock (collection.Gate)
        {
            collection.Insert(stored);
        }

        return new StatementResult(1);
    }
}

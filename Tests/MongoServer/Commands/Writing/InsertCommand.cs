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
        context.Database.Obtain(context.CollectionName);
        var statements = new Statements(context);
        statements.Run("documents", document => Insert(context, document));
        return statements.Reply();
    }

    private static StatementResult Insert(CommandContext context, BsonDocument document)
    {
        var stored = DocumentShape.WithId(document);
        DocumentShape.Encode(stored, ErrorCodes.BadValue);
        while (!TryInsert(context.Database.Obtain(context.CollectionName), stored))
        {
            // It was renamed or dropped in between: the next one is a new collection.
        }

        return new StatementResult(1);
    }

    private static bool TryInsert(Collection collection, BsonDocument document)
    {
        lock (collection.Gate)
        {
            if (collection.IsGone)
            {
                return false;
            }

            collection.Insert(document);
            return true;
        }
    }
}

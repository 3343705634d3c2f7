using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class DropDatabaseCommand : ICommand
{
    public string Name => "dropDatabase";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context)
    {
        context.Node.Engine.Drop(context.DatabaseName);
        return new BsonDocument("dropped", context.DatabaseName);
    }
}

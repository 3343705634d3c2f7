using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>Makes a plain collection. As from MongoDB 7.0 it is no error when there is one already.</summary>
internal sealed class CreateCommand : ICommand
{
    public string Name => "create";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context)
    {
        context.Database.Obtain(context.CollectionName);
        return [];
    }
}

using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Server;

internal sealed class PingCommand : ICommand
{
    public string Name => "ping";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context) => [];
}

using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Server;

internal sealed class ServerStatusCommand : ICommand
{
    public string Name => "serverStatus";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context) => new()
    {
        { "host", context.Node.Address },
        { "version", BuildInfoCommand.Version },
        { "process", "Pipeline.MongoServer (test double)" },
        { "uptime", (context.Now - context.Node.StartedAt).TotalSeconds },
        { "localTime", new BsonDateTime(context.Now.UtcDateTime) },
    };
}

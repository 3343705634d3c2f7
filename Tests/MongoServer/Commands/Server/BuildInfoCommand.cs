using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Server;

internal sealed class BuildInfoCommand : ICommand
{
    public const string Version = "7.0.0";

    public string Name => "buildInfo";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context) => new()
    {
        { "version", Version },
        { "versionArray", new BsonArray { 7, 0, 0, 0 } },
        { "modules", new BsonArray { "test double: keeps nothing" } },
    };
}

using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Server;

internal sealed class EndSessionsCommand : ICommand
{
    public string Name => "endSessions";

    public IReadOnlyCollection<string> Fields => [];

    public BsonDocument Execute(CommandContext context)
    {
        foreach (var session in context.Arguments.Documents(Name))
        {
            context.Node.Sessions.End(session);
        }

        return [];
    }
}

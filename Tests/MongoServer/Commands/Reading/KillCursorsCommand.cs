using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class KillCursorsCommand : ICommand
{
    public string Name => "killCursors";

    public IReadOnlyCollection<string> Fields => ["cursors"];

    public BsonDocument Execute(CommandContext context)
    {
        var outcomes = context.Arguments.Array("cursors").ToLookup(id => context.Node.Cursors.Close(id.ToInt64()));
        return new BsonDocument
        {
            { "cursorsKilled", new BsonArray(outcomes[true]) },
            { "cursorsNotFound", new BsonArray(outcomes[false]) },
            { "cursorsAlive", new BsonArray() },
            { "cursorsUnknown", new BsonArray() },
        };
    }
}

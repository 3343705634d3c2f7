using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class GetMoreCommand : ICommand
{
    public string Name => "getMore";

    public IReadOnlyCollection<string> Fields => ["collection", "batchSize"];

    public BsonDocument Execute(CommandContext context)
    {
        var count = context.Arguments.Number("batchSize", 0);
        return context.Node.Cursors.More(
            context.Arguments.Value(Name).ToInt64(),
            $"{context.DatabaseName}.{context.Arguments.Text("collection")}",
            count == 0 ? int.MaxValue : count);
    }
}

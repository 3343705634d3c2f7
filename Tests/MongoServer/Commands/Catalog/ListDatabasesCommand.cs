using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Catalog;

internal sealed class ListDatabasesCommand : ICommand
{
    public string Name => "listDatabases";

    // authorizedDatabases: there is no authorization, every database is listed.
    public IReadOnlyCollection<string> Fields => ["filter", "nameOnly", "authorizedDatabases"];

    public BsonDocument Execute(CommandContext context)
    {
        var nameOnly = context.Arguments.Flag("nameOnly");
        var filter = context.Filter("filter");
        var databases = context.Node.Engine.Databases
            .Select(database => nameOnly
                ? new BsonDocument("name", database.Name)
                : new BsonDocument { { "name", database.Name }, { "sizeOnDisk", 0L }, { "empty", false } })
            .Where(filter.Matches);
        var reply = new BsonDocument("databases", new BsonArray(databases));
        return nameOnly ? reply : reply.Add("totalSize", 0L);
    }
}

using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>Renames a collection within its database.</summary>
internal sealed class RenameCollectionCommand : ICommand
{
    public string Name => "renameCollection";

    public IReadOnlyCollection<string> Fields => ["to", "dropTarget"];

    public BsonDocument Execute(CommandContext context)
    {
        if (context.DatabaseName != "admin")
        {
            throw new MongoErrorException(ErrorCodes.Unauthorized, "renameCollection may only be run against the admin database.");
        }

        var (database, from) = Split(context.Arguments.Text(Name));
        var (target, to) = Split(context.Arguments.Text("to"));
        if (database != target)
        {
            throw new MongoErrorException(ErrorCodes.CommandNotSupported, "The test double renames within one database only");
        }

        context.Node.Engine.Obtain(database).Rename(from, to, context.Arguments.Flag("dropTarget"));
        return [];
    }

    private static (string Database, string Collection) Split(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && dot < name.Length - 1
            ? (name[..dot], name[(dot + 1)..])
            : throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"Invalid namespace specified '{name}'");
    }
}

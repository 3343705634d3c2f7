using MongoDB.Bson;

namespace Pipeline.MongoServer.Commands.Catalog;

/// <summary>Gives a collection another name in the same database; its documents, indexes and UUID stay.</summary>
internal sealed class RenameCollectionCommand : ICommand
{
    public string Name => "renameCollection";

    public IReadOnlyCollection<string> Fields => ["to", "dropTarget"];

    // A write that had found the collection under its former name would land in it after the answer.
    public bool IsExclusive => true;

    public BsonDocument Execute(CommandContext context)
    {
        if (context.DatabaseName != "admin")
        {
            throw new MongoErrorException(ErrorCodes.Unauthorized, "renameCollection may only be run against the admin database.");
        }

        var (database, source) = Split(context.Arguments.Text(Name), "source");
        var (targetDatabase, target) = Split(context.Arguments.Text("to"), "target");
        if (database != targetDatabase)
        {
            throw new MongoErrorException(ErrorCodes.InvalidOptions, "The test double does not rename into another database");
        }

        if (source == target)
        {
            throw new MongoErrorException(ErrorCodes.IllegalOperation, "Can't rename a collection to itself");
        }

        context.Node.Engine.Obtain(database).Rename(source, target, context.Arguments.Flag("dropTarget"));
        return [];
    }

    private static (string Database, string Collection) Split(string fullName, string role) =>
        fullName.Split('.', 2) is [{ Length: > 0 } database, { Length: > 0 } collection]
        ? (database, collection)
        : throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"Invalid {role} namespace: {fullName}");
}

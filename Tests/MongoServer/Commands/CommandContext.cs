using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands;

/// <summary>One command on its way: its arguments, where it runs, and the parsers that share its idea of now.</summary>
internal sealed class CommandContext
{
    public CommandContext(Node node, ICommand command, BsonDocument body, string database)
    {
        Node = node;
        CommandName = command.Name;
        DatabaseName = database;
        Body = body;
        Arguments = new Arguments(command.Name, body, [body.GetElement(0).Name, .. command.Fields]);
        Now = node.Time.GetUtcNow();
        Expressions = new ExpressionParser(Now);
        Filters = new FilterParser(Expressions);
    }

    public Node Node { get; }

    public string CommandName { get; }

    public string DatabaseName { get; }

    public BsonDocument Body { get; }

    public Arguments Arguments { get; }

    public DateTimeOffset Now { get; }

    public ExpressionParser Expressions { get; }

    public FilterParser Filters { get; }

    /// <summary>The session of a retryable write, when the command is one.</summary>
    public WriteSession? Retryable { get; init; }

    public Database Database => Node.Engine.Obtain(DatabaseName);

    /// <summary>The collection that the command's first field names.</summary>
    public string CollectionName => Body.GetElement(0).Value is BsonString { Value.Length: > 0 } name
        ? name.Value
        : throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"collection name has invalid type for {CommandName}");

    public string FullName => $"{DatabaseName}.{CollectionName}";

    public Collection? FindCollection() => Database.Find(CollectionName);

    public Collection ExistingCollection() => FindCollection()
        ?? throw new MongoErrorException(ErrorCodes.NamespaceNotFound, $"ns does not exist: {FullName}");

    public Filter Filter(string field) =>
        Arguments.OptionalDocument(field) is { } query ? Filters.Parse(query) : Query.Filter.Everything;
}

using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands.Writing;

internal sealed class DeleteCommand : IRetryableCommand
{
    public string Name => "delete";

    public IReadOnlyCollection<string> Fields => ["deletes", "ordered"];

    public BsonDocument Execute(CommandContext context)
    {
        var statements = new Statements(context);
        statements.Run("deletes", statement => Delete(context, statement));
        return statements.Reply();
    }

    private static StatementResult Delete(CommandContext context, BsonDocument statement)
    {
        var arguments = new Arguments("delete.deletes", statement, ["q", "limit"]);
        var filter = context.Filters.Parse(arguments.Document("q"));
        var limit = arguments.Value("limit").ToInt32();
        if (limit is not (0 or 1))
        {
            throw new MongoErrorException(ErrorCodes.FailedToParse, $"The limit field in delete objects must be 0 or 1. Got {limit}");
        }

        if (limit == 0 && context.Retryable is not null)
        {
            throw new MongoErrorException(ErrorCodes.InvalidOptions, "Cannot use retryable writes with limit=0");
        }

        return context.FindCollection() is { } collection
            ? new StatementResult(Delete(collection, filter, limit))
            : new StatementResult(0);
    }

    private static int Delete(Collection collection, Filter filter, int limit)
    {
        lock (collection.Gate)
        {
            var records = collection.Find(filter, SortSpec.None).Take(limit == 0 ? int.MaxValue : limit).ToList();
            records.ForEach(collection.Remove);
            return records.Count;
        }
    }
}

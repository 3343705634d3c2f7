using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Update;

namespace Pipeline.MongoServer.Commands.Writing;

internal sealed class UpdateCommand : IRetryableCommand
{
    public string Name => "update";

    public IReadOnlyCollection<string> Fields => ["updates", "ordered"];

    public BsonDocument Execute(CommandContext context)
    {
        var statements = new Statements(context);
        statements.Run("updates", statement => Update(context, statement));
        return statements.Reply().Add("nModified", statements.Modified);
    }

    private static StatementResult Update(CommandContext context, BsonDocument statement)
    {
        var arguments = new Arguments("update.updates", statement, ["q", "u", "multi", "upsert"]);
        var filter = context.Filters.Parse(arguments.Document("q"));
        var change = new ChangeParser(context.Expressions, context.Now).Parse(arguments.Value("u"));
        var (multi, upsert) = (arguments.Flag("multi"), arguments.Flag("upsert"));
        if (multi && change is ReplacementChange)
        {
            throw new MongoErrorException(ErrorCodes.FailedToParse, "multi update is not supported for replacement-style update");
        }

        if (multi && context.Retryable is not null)
        {
            throw new MongoErrorException(ErrorCodes.InvalidOptions, "Cannot use retryable writes with multi=true");
        }

        var collection = upsert ? context.Database.Obtain(context.CollectionName) : context.FindCollection();
        return collection is null ? new StatementResult(0) : Update(collection, filter, change, multi, upsert);
    }

    private static StatementResult Update(Collection collection, Filter filter, Change change, bool multi, bool upsert)
    {
        lock (collection.Gate)
        {
            var records = collection.Find(filter, SortSpec.None).Take(multi ? int.MaxValue : 1).ToList();
            if (records.Count == 0 && upsert)
            {
                return new StatementResult(1, UpsertedId: Writer.Upsert(collection, filter, change)["_id"]);
            }

            return new StatementResult(records.Count, records.Count(record => Writer.Update(collection, record, change)));
        }
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Commands.Writing;

/// <summary>Runs the statements of one write command: in order, each by itself, its error in the answer and not the answer.</summary>
internal sealed class Statements(CommandContext context)
{
    private readonly BsonArray _errors = [];
    private readonly BsonArray _upserted = [];
    private readonly BsonArray _retried = [];

    public int Matched { get; private set; }

    public int Modified { get; private set; }

    /// <summary>Runs all statements, or, when they are ordered, all up to the first that fails.</summary>
    public void Run(string field, Func<BsonDocument, StatementResult> execute)
    {
        var statements = context.Arguments.Array(field);
        if (statements.Count is 0 or > Limits.MaxBatchStatements)
        {
            throw new MongoErrorException(
                ErrorCodes.InvalidLength,
                $"Write batch sizes must be between 1 and {Limits.MaxBatchStatements}. Got {statements.Count} operations.");
        }

        var ordered = !context.Arguments.Has("ordered") || context.Arguments.Flag("ordered");
        for (var i = 0; i < statements.Count; i++)
        {
            if (!TryRun(i, statements[i].AsBsonDocument, execute) && ordered)
            {
                break;
            }
        }
    }

    public BsonDocument Reply()
    {
        var reply = new BsonDocument("n", Matched);
        if (_upserted.Count > 0)
        {
            reply.Add("upserted", _upserted);
        }

        if (_errors.Count > 0)
        {
            reply.Add("writeErrors", _errors);
        }

        if (_retried.Count > 0)
        {
            reply.Add("retriedStmtIds", _retried);
        }

        return reply;
    }

    private bool TryRun(int place, BsonDocument statement, Func<BsonDocument, StatementResult> execute)
    {
        try
        {
            Count(place, context.Retryable?.Recall(place) is { } earlier ? Retried(place, earlier) : Execute(place, statement, execute));
            return true;
        }
        catch (DuplicateKeyException fault)
        {
            _errors.Add(Error(place, ErrorCodes.DuplicateKey, fault.Message)
                .Add("keyPattern", fault.KeyPattern).Add("keyValue", fault.KeyValue));
        }
        catch (MongoErrorException fault)
        {
            _errors.Add(Error(place, fault.Code, fault.Message));
        }

        return false;
    }

    private StatementResult Execute(int place, BsonDocument statement, Func<BsonDocument, StatementResult> execute)
    {
        var result = execute(statement);
        context.Retryable?.Remember(place, result);
        return result;
    }

    private StatementResult Retried(int place, StatementResult earlier)
    {
        _retried.Add(place);
        return earlier;
    }

    private void Count(int place, StatementResult result)
    {
        Matched += result.Matched;
        Modified += result.Modified;
        if (result.UpsertedId is { } id)
        {
            _upserted.Add(new BsonDocument { { "index", place }, { "_id", id } });
        }
    }

    private static BsonDocument Error(int place, int code, string message) =>
        new() { { "index", place }, { "code", code }, { "errmsg", message } };
}

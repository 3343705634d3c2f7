using MongoDB.Bson;
using Pipeline.MongoServer.Sessions;
using Pipeline.MongoServer.Storage;

namespace Pipeline.MongoServer.Commands;

/// <summary>Finds and runs a command and turns whatever it refuses into an answer.</summary>
internal sealed class Dispatcher(Node node)
{
    public BsonDocument Execute(BsonDocument body)
    {
        try
        {
            var reply = Run(body);
            reply.Add("ok", 1.0);
            return reply;
        }
        catch (DuplicateKeyException fault)
        {
            return Error(ErrorCodes.DuplicateKey, fault.Message)
                .Add("keyPattern", fault.KeyPattern).Add("keyValue", fault.KeyValue);
        }
        catch (MongoErrorException fault)
        {
            return Error(fault.Code, fault.Message);
        }
        catch (InvalidCastException fault)
        {
            // A value of a type that its place does not allow.
            return Error(ErrorCodes.TypeMismatch, fault.Message);
        }
        catch (Exception fault)
        {
            // A bug of the test double: say so to the caller, whose test should fail on it.
            return Error(ErrorCodes.InternalError, $"The test double failed: {fault}");
        }
    }

    public static BsonDocument Error(int code, string message) => new()
    {
        { "ok", 0.0 },
        { "errmsg", message },
        { "code", code },
        { "codeName", ErrorCodes.NameOf(code) },
    };

    private BsonDocument Run(BsonDocument body)
    {
        var name = body.ElementCount == 0 ? string.Empty : body.GetElement(0).Name;
        if (!CommandTable.All.TryGetValue(name, out var command))
        {
            throw new MongoErrorException(ErrorCodes.CommandNotFound, $"no such command: '{name}' (this is a test double)");
        }

        CommonFields.Check(body);
        var database = body.GetValue("$db", BsonNull.Value) is BsonString text
            ? text.Value
            : throw new MongoErrorException(ErrorCodes.MissingField, $"BSON field '{name}.$db' is missing but a required field");
        if (!body.TryGetValue("txnNumber", out var transaction))
        {
            return Run(command, new CommandContext(node, command, body, database));
        }

        var session = SessionOf(body, command);
        lock (session.Gate)
        {
            session.Begin(transaction.ToInt64());
            return Run(command, new CommandContext(node, command, body, database) { Retryable = session });
        }
    }

    private BsonDocument Run(ICommand command, CommandContext context)
    {
        if (command.IsExclusive)
        {
            node.Running.EnterWriteLock();
            try { return command.Execute(context); }
            finally { node.Running.ExitWriteLock(); }
        }

        node.Running.EnterReadLock();
        try { return command.Execute(context); }
        finally { node.Running.ExitReadLock(); }
    }

    private WriteSession SessionOf(BsonDocument body, ICommand command)
    {
        if (node.ReplicaSet is null || command is not IRetryableCommand)
        {
            throw new MongoErrorException(
                ErrorCodes.IllegalOperation, "Transaction numbers are only allowed on retryable writes to a replica set member");
        }

        return body.GetValue("lsid", BsonNull.Value) is BsonDocument id
            ? node.Sessions.Obtain(id)
            : throw new MongoErrorException(ErrorCodes.InvalidOptions, "Transaction number requires a session ID to also be specified");
    }
}

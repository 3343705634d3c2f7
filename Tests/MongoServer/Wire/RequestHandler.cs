using MongoDB.Bson;
using Pipeline.MongoServer.Commands;
using Pipeline.MongoServer.Faults;

namespace Pipeline.MongoServer.Wire;

/// <summary>Answers one request, with whatever fault waits for it.</summary>
internal sealed class RequestHandler(Node node, FaultSwitch faults)
{
    // The errors that a replica set asks drivers to try a write again after.
    private static readonly int[] RetryableWriteErrors = [6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436];

    private readonly Dispatcher _dispatcher = new(node);

    /// <summary>The answer; <see langword="null"/> when the connection has to break instead.</summary>
    public async Task<BsonDocument?> HandleAsync(Request request, CancellationToken cancellationToken)
    {
        if (request.OpCode == OpCode.Query && CommandTable.All.GetValueOrDefault(request.CommandName)?.Name != "hello")
        {
            return Dispatcher.Error(
                ErrorCodes.UnsupportedOpQueryCommand, $"Unsupported OP_QUERY command: {request.CommandName}");
        }

        var fault = faults.Take(request.CommandName);
        if (fault is null)
        {
            return _dispatcher.Execute(request.Body);
        }

        await Task.Delay(fault.Delay, node.Time, cancellationToken);
        if (fault.Before is { } other)
        {
            await other();
        }

        if (fault.ErrorCode is { } code)
        {
            return Fail(request, code);
        }

        if (fault.LosesRequest)
        {
            return null;
        }

        var reply = _dispatcher.Execute(request.Body);
        return fault.LosesReply ? null : reply;
    }

    private static BsonDocument Fail(Request request, int code)
    {
        var reply = Dispatcher.Error(code, $"The test double was told to fail {request.CommandName}");
        return request.Body.Contains("txnNumber") && RetryableWriteErrors.Contains(code)
            ? reply.Add("errorLabels", new BsonArray { "RetryableWriteError" })
            : reply;
    }
}

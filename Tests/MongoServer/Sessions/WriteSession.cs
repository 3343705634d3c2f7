namespace Pipeline.MongoServer.Sessions;

/// <summary>The latest retryable write of a client session, and what its statements did.</summary>
internal sealed class WriteSession
{
    private readonly Dictionary<int, StatementResult> _results = [];
    private long _transaction = -1;

    /// <summary>Held for a whole command: a retry waits until the attempt that lost its connection is done.</summary>
    public Lock Gate { get; } = new();

    public void Begin(long transaction)
    {
        if (transaction < _transaction)
        {
            throw new MongoErrorException(
                ErrorCodes.TransactionTooOld, $"Retryable write with txnNumber {transaction} is prohibited: {_transaction} has begun");
        }

        if (transaction > _transaction)
        {
            _results.Clear();
        }

        _transaction = transaction;
    }

    public StatementResult? Recall(int statement) => _results.GetValueOrDefault(statement);

    public void Remember(int statement, StatementResult result) => _results[statement] = result;
}

namespace Pipeline.Api.Ingest;

/// <summary>Whether the queue takes what is sent. Says so once when that changes, not for every envelope.</summary>
internal sealed partial class SendHealth(TimeProvider time, ILogger<SendHealth> logger)
{
    // After this, only a new request can tell; a process that is left alone for its failures would never hear that all is well.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private DateTimeOffset? _failedAt;

    public bool IsFailing
    {
        get
        {
            lock (_lock)
            {
                return _failedAt is { } failedAt && time.GetUtcNow() - failedAt < Memory;
            }
        }
    }

    public void Failed(Exception failure)
    {
        lock (_lock)
        {
            if (_failedAt is null)
            {
                Log.Failing(logger, failure);
            }

            _failedAt = time.GetUtcNow();
        }
    }

    public void Succeeded()
    {
        lock (_lock)
        {
            if (_failedAt is not null)
            {
                Log.Recovered(logger);
            }

            _failedAt = null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4101, LogLevel.Error, "The queue does not take envelopes; requests are answered 503 until it does")]
        public static partial void Failing(ILogger logger, Exception failure);

        [LoggerMessage(4102, LogLevel.Information, "The queue takes envelopes again")]
        public static partial void Recovered(ILogger logger);
    }
}

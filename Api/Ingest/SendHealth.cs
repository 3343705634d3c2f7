namespace Pipeline.Api.Ingest;

/// <summary>
/// Whether the queue took what was sent last. A process that gets no requests during a failure learns from its heartbeats that all is well
/// again. Logs a change once, not for every envelope.
/// </summary>
internal sealed partial class SendHealth(ILogger<SendHealth> logger)
{
    private bool _isFailing;

    public bool IsFailing => Volatile.Read(ref _isFailing);

    public void Failed(Exception failure)
    {
        if (!Interlocked.Exchange(ref _isFailing, true))
        {
            Log.Failing(logger, failure);
        }
    }

    /// <summary>Notes the outcomes of one request's envelopes, null for those that were taken.</summary>
    public void Report(IReadOnlyList<Exception?> failures)
    {
        if (failures.FirstOrDefault(failure => failure is not null) is { } failure)
        {
            Failed(failure);
        }
        else
        {
            Succeeded();
        }
    }

    private void Succeeded()
    {
        if (Interlocked.Exchange(ref _isFailing, false))
        {
            Log.Recovered(logger);
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

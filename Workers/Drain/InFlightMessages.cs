using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Workers.Drain;

/// <summary>Keeps received messages invisible to others while they are worked on.</summary>
internal sealed partial class InFlightMessages(
    IEventQueue queue, IOptions<QueueOptions> options, TimeProvider time, ILogger<InFlightMessages> logger)
{
    private readonly Lock _lock = new();
    private readonly HashSet<QueueMessage> _messages = [];

    public void Add(IEnumerable<QueueMessage> messages)
    {
        lock (_lock)
        {
            _messages.UnionWith(messages);
        }
    }

    public void Remove(IEnumerable<QueueMessage> messages)
    {
        lock (_lock)
        {
            _messages.ExceptWith(messages);
        }
    }

    /// <summary>Extends at a third of the timeout: two heartbeats may fail before a message is delivered a second time.</summary>
    public async Task KeepInvisibleAsync(CancellationToken cancellationToken)
    {
        var timeout = options.Value.VisibilityTimeout;
        using var timer = new PeriodicTimer(timeout / 3, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            QueueMessage[] held;
            lock (_lock)
            {
                held = [.. _messages];
            }

            try
            {
                if (held.Length > 0)
                {
                    await queue.ChangeVisibilityAsync(held, timeout, cancellationToken);
                }
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                // Whatever it was: without a heartbeat every long batch would be delivered twice.
                Log.ExtensionFailed(logger, held.Length, failure);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Could not extend the visibility of {Messages} messages; trying again")]
        public static partial void ExtensionFailed(ILogger logger, int messages, Exception exception);
    }
}

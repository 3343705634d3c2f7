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
    private Task _extension = Task.CompletedTask;

    public void Add(IEnumerable<QueueMessage> messages)
    {
        lock (_lock)
        {
            _messages.UnionWith(messages);
        }
    }

    /// <summary>For messages that were deleted: an extension that still names them does no harm.</summary>
    public void Remove(IEnumerable<QueueMessage> messages)
    {
        lock (_lock)
        {
            _messages.ExceptWith(messages);
        }
    }

    /// <summary>For messages that are given back: completes when no running extension includes them, so that none hides them again.</summary>
    public async Task ReleaseAsync(IEnumerable<QueueMessage> messages, CancellationToken cancellationToken)
    {
        Task extension;
        lock (_lock)
        {
            _messages.ExceptWith(messages);
            extension = _extension;
        }

        await extension.WaitAsync(cancellationToken);
    }

    /// <summary>Extends at a third of the timeout: two extensions may fail before a message is delivered a second time.</summary>
    public async Task KeepInvisibleAsync(CancellationToken cancellationToken)
    {
        var timeout = options.Value.VisibilityTimeout;
        using var timer = new PeriodicTimer(timeout / 3, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Task extension;
            lock (_lock)
            {
                QueueMessage[] held = [.. _messages];
                extension = _extension = held.Length == 0 ? Task.CompletedTask : ExtendAsync(held, timeout, cancellationToken);
            }

            await extension;
        }
    }

    private async Task ExtendAsync(QueueMessage[] held, TimeSpan timeout, CancellationToken cancellationToken)
    {
        // No part of the call runs within the lock.
        await Task.Yield();
        try
        {
            await queue.ChangeVisibilityAsync(held, timeout, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the failure, go on: without an extension every long batch would be delivered twice.
            Log.ExtensionFailed(logger, held.Length, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "Could not extend the visibility of {Messages} messages; trying again")]
        public static partial void ExtensionFailed(ILogger logger, int messages, Exception exception);
    }
}

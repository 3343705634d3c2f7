using System.Globalization;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Testing.Fakes;

/// <summary>A queue in memory with the semantics of the port. Time passes with the given clock.</summary>
public sealed class InMemoryEventQueue(TimeProvider time, TimeSpan visibilityTimeout, int maxReceiveCount = 5)
    : IEventQueue, IDeadLetterQueue
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, Entry> _entries = [];
    private TaskCompletionSource _arrival = NewArrival();
    private long _lastId;
    private int _receives;

    /// <summary>When set, thrown by every call.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Given the number of a receive call, from 0, returns what it throws, or null.</summary>
    public Func<int, Exception?> ReceiveFault { get; set; } = _ => null;

    /// <summary>When set, a change of visibility gets no answer.</summary>
    public bool HangsOnVisibility { get; set; }

    /// <summary>When set, the status does not say how old the messages are, as that of SQS.</summary>
    public bool HidesAge { get; set; }

    /// <summary>Ids in the order of deletion.</summary>
    public List<string> Deleted { get; } = [];

    /// <summary>Every change of visibility: message id and timeout.</summary>
    public List<(string Id, TimeSpan Timeout)> VisibilityChanges { get; } = [];

    public Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowFault();
            foreach (var envelope in envelopes)
            {
                _entries.Add(++_lastId, new Entry(envelope.Body, time.GetUtcNow()));
            }

            _arrival.TrySetResult();
            _arrival = NewArrival();
        }

        return Task.FromResult<IReadOnlyList<PipelineException?>>(new PipelineException?[envelopes.Count]);
    }

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, TimeSpan wait, CancellationToken cancellationToken)
    {
        Task arrival;
        lock (_lock)
        {
            ThrowFault();
            if (ReceiveFault(_receives++) is { } fault)
            {
                throw fault;
            }

            arrival = _arrival.Task;
        }

        var messages = Take(maxMessages, dead: false);
        if (messages.Count > 0 || wait == TimeSpan.Zero)
        {
            return messages;
        }

        try
        {
            await arrival.WaitAsync(wait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return [];
        }

        return Take(maxMessages, dead: false);
    }

    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, CancellationToken cancellationToken) =>
        Task.FromResult(Take(maxMessages, dead: true));

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowFault();
            foreach (var message in messages.Where(IsCurrent))
            {
                _entries.Remove(Number(message));
                Deleted.Add(message.Id);
            }
        }

        return Task.CompletedTask;
    }

    public async Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (HangsOnVisibility)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
        }

        lock (_lock)
        {
            ThrowFault();
            foreach (var message in messages.Where(IsCurrent))
            {
                _entries[Number(message)].VisibleAt = time.GetUtcNow() + timeout;
                VisibilityChanges.Add((message.Id, timeout));
            }

            _arrival.TrySetResult();
            _arrival = NewArrival();
        }
    }

    public Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowFault();
            var now = time.GetUtcNow();
            var alive = _entries.Values.Where(entry => !IsDead(entry, now)).ToArray();
            return Task.FromResult(new QueueStatus(
                alive.Count(entry => entry.VisibleAt <= now),
                alive.Count(entry => entry.VisibleAt > now),
                alive.Length == 0 || HidesAge ? null : alive.Min(entry => entry.SentAt),
                _entries.Count - alive.Length));
        }
    }

    private IReadOnlyList<QueueMessage> Take(int maxMessages, bool dead)
    {
        lock (_lock)
        {
            ThrowFault();
            var now = time.GetUtcNow();
            var taken = _entries
                .Where(pair => pair.Value.VisibleAt <= now && pair.Value.HiddenUntil <= now && IsDead(pair.Value, now) == dead)
                .Take(maxMessages)
                .ToArray();
            return [.. taken.Select(pair => Deliver(pair.Key, pair.Value, now, dead))];
        }
    }

    private QueueMessage Deliver(long id, Entry entry, DateTimeOffset now, bool dead)
    {
        if (dead)
        {
            entry.HiddenUntil = now + visibilityTimeout;
        }
        else
        {
            entry.VisibleAt = now + visibilityTimeout;
            entry.ReceiveCount++;
        }

        var receipt = string.Create(CultureInfo.InvariantCulture, $"{id}/{entry.ReceiveCount}");
        return new QueueMessage(id.ToString(CultureInfo.InvariantCulture), receipt, entry.Body, entry.ReceiveCount, entry.SentAt);
    }

    private bool IsDead(Entry entry, DateTimeOffset now) => entry.ReceiveCount >= maxReceiveCount && entry.VisibleAt <= now;

    private bool IsCurrent(QueueMessage message) =>
        _entries.TryGetValue(Number(message), out var entry) && entry.ReceiveCount == message.ReceiveCount;

    private static long Number(QueueMessage message) => long.Parse(message.Id, CultureInfo.InvariantCulture);

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void ThrowFault()
    {
        if (Fault is not null)
        {
            throw Fault;
        }
    }

    private sealed class Entry(string body, DateTimeOffset sentAt)
    {
        public string Body => body;

        public DateTimeOffset SentAt { get; } = sentAt;

        public DateTimeOffset VisibleAt { get; set; } = sentAt;

        /// <summary>Of a dead letter.</summary>
        public DateTimeOffset HiddenUntil { get; set; }

        public int ReceiveCount { get; set; }
    }
}

using System.Text;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Api.Tests.Fakes;

/// <summary>
/// Keeps what was sent; can be held up, can fail before or after it has taken a request, and can refuse single envelopes. Heartbeats are
/// kept apart, and are neither held up nor counted as attempts.
/// </summary>
internal sealed class RecordingQueue : IEventQueue
{
    private readonly Lock _gate = new();
    private readonly List<IReadOnlyList<Envelope>> _requests = [];
    private readonly List<EnvelopeHeader> _heartbeats = [];
    private int _failedHeartbeats;
    private TaskCompletionSource? _hold;
    private TaskCompletionSource _arrived = NewArrival();

    /// <summary>Thrown by every send while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>True: a failing send has taken the message anyway.</summary>
    public bool TakesBeforeFailing { get; set; }

    /// <summary>Given an envelope, returns why it is not taken, or null.</summary>
    public Func<Envelope, PipelineException?> Refuse { get; set; } = _ => null;

    public Exception? StatusFailure { get; set; }

    /// <summary>Sends that have begun.</summary>
    public int Attempts { get; private set; }

    /// <summary>The envelopes with items of each request that were taken.</summary>
    public IReadOnlyList<IReadOnlyList<Envelope>> Requests => Copy(_requests);

    public IReadOnlyList<Envelope> Envelopes => [.. Requests.SelectMany(request => request)];

    /// <summary>The headers of envelopes without items that were taken.</summary>
    public IReadOnlyList<EnvelopeHeader> Heartbeats => Copy(_heartbeats);

    public IReadOnlyList<string> Items =>
        [.. Envelopes.SelectMany(envelope => envelope.Items).Select(item => Encoding.UTF8.GetString(item.Json.Span))];

    /// <summary>Forgets everything, for the next test.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _requests.Clear();
            _heartbeats.Clear();
            Attempts = 0;
            Failure = null;
            StatusFailure = null;
        }
    }

    /// <summary>Sends wait from now on, until <see cref="Release"/>.</summary>
    public void Hold() => _hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release()
    {
        _hold?.SetResult();
        _hold = null;
    }

    /// <summary>Completes when <paramref name="attempts"/> sends have begun.</summary>
    public Task WaitForAttemptsAsync(int attempts, CancellationToken cancellationToken) =>
        WaitAsync(() => Attempts >= attempts, cancellationToken);

    /// <summary>Completes when <paramref name="count"/> heartbeats have been taken.</summary>
    public Task WaitForHeartbeatsAsync(int count, CancellationToken cancellationToken) =>
        WaitAsync(() => _heartbeats.Count >= count, cancellationToken);

    /// <summary>Completes when <paramref name="count"/> heartbeats have failed.</summary>
    public Task WaitForFailedHeartbeatsAsync(int count, CancellationToken cancellationToken) =>
        WaitAsync(() => _failedHeartbeats >= count, cancellationToken);

    public async Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken)
    {
        Envelope[] all = [.. envelopes.Select(envelope => Envelope.Decode(envelope.Body))];
        var isHeartbeat = all.All(envelope => envelope.Items.Count == 0);
        if (!isHeartbeat)
        {
            Note(() => Attempts++);
            if (_hold is { } hold)
            {
                await hold.Task.WaitAsync(cancellationToken);
            }
        }

        PipelineException?[] outcomes = [.. all.Select(Refuse)];
        if (Failure is null || TakesBeforeFailing)
        {
            Envelope[] taken = [.. all.Where((_, index) => outcomes[index] is null)];
            Note(() =>
            {
                _heartbeats.AddRange(taken.Where(envelope => envelope.Items.Count == 0).Select(envelope => envelope.Header));
                if (!isHeartbeat)
                {
                    _requests.Add([.. taken.Where(envelope => envelope.Items.Count > 0)]);
                }
            });
        }

        if (Failure is not { } failure)
        {
            return outcomes;
        }

        Note(() => _failedHeartbeats += isHeartbeat ? 1 : 0);
        throw failure;
    }

    public Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        StatusFailure is { } failure ? Task.FromException<QueueStatus>(failure) : Task.FromResult(new QueueStatus(0, 0, null, 0));

    public Task<IReadOnlyList<QueueMessage>> ReceiveAsync(int maxMessages, TimeSpan wait, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static TaskCompletionSource NewArrival() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private void Note(Action note)
    {
        lock (_gate)
        {
            note();
            _arrived.SetResult();
            _arrived = NewArrival();
        }
    }

    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (condition())
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken);
        }
    }
}

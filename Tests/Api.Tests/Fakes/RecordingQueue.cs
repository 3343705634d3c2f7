using System.Text;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Api.Tests.Fakes;

/// <summary>Keeps what was sent; can be held up, and can fail before or after it has taken a message.</summary>
internal sealed class RecordingQueue : IEventQueue
{
    private readonly Lock _gate = new();
    private readonly List<Envelope> _envelopes = [];
    private TaskCompletionSource? _hold;
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by every send while set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>True: a failing send has taken the message all the same.</summary>
    public bool TakesBeforeFailing { get; set; }

    public Exception? StatusFailure { get; set; }

    /// <summary>Sends that have begun.</summary>
    public int Attempts { get; private set; }

    public IReadOnlyList<Envelope> Envelopes
    {
        get
        {
            lock (_gate)
            {
                return [.. _envelopes];
            }
        }
    }

    public IReadOnlyList<string> Items =>
        [.. Envelopes.SelectMany(envelope => envelope.Items).Select(item => Encoding.UTF8.GetString(item.Json.Span))];

    /// <summary>Forgets everything, for the next test.</summary>
    public void Reset()
    {
        lock (_gate)
        {
            _envelopes.Clear();
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
    public async Task WaitForAttemptsAsync(int attempts, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task arrived;
            lock (_gate)
            {
                if (Attempts >= attempts)
                {
                    return;
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellationToken);
        }
    }

    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Attempts++;
            _arrived.SetResult();
            _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (_hold is { } hold)
        {
            await hold.Task.WaitAsync(cancellationToken);
        }

        var envelope = Envelope.Decode(body);
        if (Failure is null || TakesBeforeFailing)
        {
            lock (_gate)
            {
                _envelopes.Add(envelope);
            }
        }

        if (Failure is { } failure)
        {
            throw failure;
        }
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
}

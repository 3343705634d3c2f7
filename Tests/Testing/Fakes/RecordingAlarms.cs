using System.Collections.Concurrent;
using Pipeline.Core.Alarms;

namespace Pipeline.Testing.Fakes;

/// <summary>Remembers what was raised, also again and again, and what was cleared.</summary>
public sealed class RecordingAlarms : IAlarms
{
    private readonly ConcurrentQueue<Alarm> _raised = new();
    private readonly ConcurrentQueue<string> _cleared = new();

    public IReadOnlyList<Alarm> Raised => [.. _raised];

    /// <summary>The subjects, in order.</summary>
    public IReadOnlyList<string> Cleared => [.. _cleared];

    public Task RaiseAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        _raised.Enqueue(alarm);
        return Task.CompletedTask;
    }

    public Task ClearAsync(AlarmKind kind, string subject, CancellationToken cancellationToken)
    {
        _cleared.Enqueue(subject);
        return Task.CompletedTask;
    }
}

using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>A raw store whose reader does something else after it has read and before it goes on: a slow runner.</summary>
internal sealed class PausingRawStore(IRawStore inner, Func<Task> pause) : IRawStore
{
    private bool _paused;

    /// <summary>Given the start of a reading, returns what to throw, or null.</summary>
    public Func<DateTimeOffset, Exception?> Fault { get; init; } = _ => null;

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Fault(from) is { } fault)
        {
            throw fault;
        }

        await foreach (var evt in inner.ReadAsync(from, to, cancellationToken))
        {
            yield return evt;
        }

        if (_paused)
        {
            yield break;
        }

        _paused = true;
        await pause();
    }

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken) =>
        inner.InsertAsync(day, events, cancellationToken);

    public IAsyncEnumerable<RawEvent> ReadAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        inner.ReadAsync(keys, cancellationToken);

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.FindFirstAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) => inner.GetDaysAsync(cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) => inner.CountAsync(day, cancellationToken);

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken) =>
        inner.RemoveAsync(day, events, cancellationToken);
}

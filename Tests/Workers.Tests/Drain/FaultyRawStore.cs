using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Workers.Tests.Drain;

/// <summary>A raw store whose inserts fail on demand, without storing anything of the call.</summary>
internal sealed class FaultyRawStore(IRawStore inner) : IRawStore
{
    private int _inserts;

    /// <summary>Given the events of a call, returns what to throw, or null.</summary>
    public Func<IReadOnlyList<RawEvent>, Exception?> Fault { get; set; } = _ => null;

    public int Inserts => Volatile.Read(ref _inserts);

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inserts);
        return Fault(events) is { } fault
            ? Task.FromException<IReadOnlyList<InsertOutcome>>(fault)
            : inner.InsertAsync(day, events, cancellationToken);
    }

    public IAsyncEnumerable<RawEvent> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.ReadAsync(from, to, cancellationToken);

    public IAsyncEnumerable<RawEvent> ReadAsync(IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        inner.ReadAsync(keys, cancellationToken);

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.FindFirstAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) => inner.GetDaysAsync(cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) => inner.CountAsync(day, cancellationToken);

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken) =>
        inner.RemoveAsync(day, events, cancellationToken);
}

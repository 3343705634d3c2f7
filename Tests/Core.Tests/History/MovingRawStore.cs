using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Tests.History;

/// <summary>A raw store whose days move on just before keys are looked up, and which gets another event for the next time.</summary>
internal sealed class MovingRawStore(IRawStore inner, Func<Task> move, int times) : IRawStore
{
    private int _left = times;

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<EventKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_left-- > 0)
        {
            var late = HistoryWorld.EventAt(20);
            await inner.InsertAsync(late.Event.UtcDay, [late], cancellationToken);
            await move();
        }

        await foreach (var read in inner.ReadAsync(keys, cancellationToken))
        {
            yield return read;
        }
    }

    public IAsyncEnumerable<RawEvent> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.ReadAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken) => inner.InsertAsync(day, events, cancellationToken);

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        inner.FindFirstAsync(from, to, cancellationToken);

    public Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) => inner.GetDaysAsync(cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) => inner.CountAsync(day, cancellationToken);

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken) =>
        inner.RemoveAsync(day, events, cancellationToken);
}

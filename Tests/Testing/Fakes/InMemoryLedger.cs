using System.Collections.Concurrent;
using Pipeline.Core.Processing.Ledger;

namespace Pipeline.Testing.Fakes;

public sealed class InMemoryLedger : ILedger
{
    private readonly ConcurrentDictionary<(Guid Producer, long Sequence), LedgerEntry> _entries = new();

    public IReadOnlyList<LedgerEntry> Entries =>
        [.. _entries.Values.OrderBy(entry => entry.Producer).ThenBy(entry => entry.Sequence)];

    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            _entries[(entry.Producer, entry.Sequence)] = entry;
        }

        return Task.CompletedTask;
    }

    public Task<LedgerTotals> GetTotalsAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken)
    {
        long accepted = 0, gap = 0;
        foreach (var producer in Entries.GroupBy(entry => entry.Producer))
        {
            var next = 0L;
            foreach (var entry in producer)
            {
                gap += entry.ReceivedAt < gapBefore ? entry.Sequence - next : 0;
                next = entry.Sequence + entry.Count;
            }

            accepted += next;
        }

        var entries = Entries;
        return Task.FromResult(new LedgerTotals(
            accepted,
            entries.Sum(entry => (long)entry.Stored),
            entries.Sum(entry => (long)entry.Duplicate),
            entries.Sum(entry => (long)entry.Rejected),
            entries.Sum(entry => (long)entry.Quarantined),
            accepted - entries.Sum(entry => (long)entry.Count) - gap,
            gap));
    }

    public Task<DateTimeOffset?> GetDrainedThroughAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken)
    {
        var beforeHoles = new List<DateTimeOffset?>();
        foreach (var producer in Entries.GroupBy(entry => entry.Producer))
        {
            LedgerEntry? previous = null;
            foreach (var entry in producer)
            {
                if (entry.Sequence > (previous is null ? 0 : previous.Sequence + previous.Count) && entry.ReceivedAt >= gapBefore)
                {
                    beforeHoles.Add(previous?.ReceivedAt);
                }

                previous = entry;
            }
        }

        return Task.FromResult(
            beforeHoles.Contains(null) ? null
            : beforeHoles.Count > 0 ? beforeHoles.Min()
            : Entries.Max(entry => (DateTimeOffset?)entry.ReceivedAt));
    }

    public Task<int> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken) => Task.FromResult(0);
}

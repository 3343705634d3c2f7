namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>
/// What is known of one producer: its folded runs, which do not overlap, and the entries beside them. An entry within a run is
/// counted there already; it was left by a compaction that died, or came with a late redelivery.
/// </summary>
internal sealed record ProducerSpans(Guid Producer, IReadOnlyList<LedgerSpan> Runs, IReadOnlyList<LedgerSpan> Entries)
{
    /// <summary>The runs and the entries that count, ascending.</summary>
    public List<LedgerSpan> Counted()
    {
        var counted = new List<LedgerSpan>(Runs.Count + Entries.Count);
        var next = 0;
        foreach (var entry in Entries.OrderBy(entry => entry.Sequence))
        {
            while (next < Runs.Count && Runs[next].Sequence <= entry.Sequence)
            {
                counted.Add(Runs[next++]);
            }

            if (next == 0 || Runs[next - 1].End <= entry.Sequence)
            {
                counted.Add(entry);
            }
        }

        counted.AddRange(Runs.Skip(next));
        return counted;
    }

    /// <summary>What counts, neighbours without a gap joined.</summary>
    public List<LedgerSpan> Folded()
    {
        var folded = new List<LedgerSpan>();
        foreach (var span in Counted())
        {
            if (folded.Count > 0 && folded[^1].End == span.Sequence)
            {
                folded[^1] = folded[^1].Join(span);
            }
            else
            {
                folded.Add(span);
            }
        }

        return folded;
    }
}

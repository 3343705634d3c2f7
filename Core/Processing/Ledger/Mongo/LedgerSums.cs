namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>What the ledger says, worked out by walking along each producer's numbers.</summary>
internal static class LedgerSums
{
    public static LedgerTotals Total(IEnumerable<ProducerSpans> producers, DateTimeOffset gapBefore)
    {
        long stored = 0, duplicate = 0, rejected = 0, quarantined = 0, inFlight = 0, gap = 0;
        foreach (var producer in producers)
        {
            long end = 0;
            foreach (var span in producer.Counted())
            {
                stored += span.Stored;
                duplicate += span.Duplicate;
                rejected += span.Rejected;
                quarantined += span.Quarantined;
                if (span.FirstReceivedAt < gapBefore)
                {
                    gap += span.Sequence - end;
                }
                else
                {
                    inFlight += span.Sequence - end;
                }

                end = span.End;
            }
        }

        return new LedgerTotals(
            stored + duplicate + rejected + quarantined + inFlight + gap, stored, duplicate, rejected, quarantined, inFlight, gap);
    }

    public static DateTimeOffset? DrainedThrough(IEnumerable<ProducerSpans> producers, DateTimeOffset gapBefore)
    {
        DateTimeOffset? latest = null, beforeHoles = null;
        foreach (var producer in producers)
        {
            LedgerSpan? previous = null;
            foreach (var span in producer.Counted())
            {
                if (span.Sequence > (previous?.End ?? 0) && span.FirstReceivedAt >= gapBefore)
                {
                    if (previous is null)
                    {
                        return null;
                    }

                    beforeHoles = Earlier(beforeHoles, previous.LastReceivedAt);
                }

                latest = Later(latest, span.LastReceivedAt);
                previous = span;
            }
        }

        return beforeHoles ?? latest;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one < other ? one.Value : other;

    private static DateTimeOffset Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one.Value : other;
}

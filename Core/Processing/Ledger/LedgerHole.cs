using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>Numbers of a producer that have not been drained, although later ones have, or it says that it has assigned them.</summary>
/// <param name="Range">The numbers.</param>
/// <param name="State">What is known about them.</param>
/// <param name="SeenAt">When they were first missed.</param>
/// <param name="ReceivedBefore">When the last envelope before the hole was received; null when there is none.</param>
public sealed record LedgerHole(SequenceRange Range, HoleState State, DateTimeOffset SeenAt, DateTimeOffset? ReceivedBefore)
{
    /// <summary>What remains of the hole when an envelope fills a range.</summary>
    public IEnumerable<LedgerHole> Fill(SequenceRange range, DateTimeOffset receivedAt)
    {
        if (Range.CountShared(range) == 0)
        {
            yield return this;
            yield break;
        }

        if (Range.Start < range.Start)
        {
            yield return this with { Range = Range with { End = range.Start } };
        }

        if (range.End < Range.End)
        {
            yield return this with { Range = Range with { Start = range.End }, ReceivedBefore = receivedAt };
        }
    }

    /// <summary>The hole with a part of it marked void.</summary>
    public IEnumerable<LedgerHole> AddVoid(SequenceRange range)
    {
        if (State == HoleState.Void || Range.CountShared(range) == 0)
        {
            return [this];
        }

        var (start, end) = (Math.Max(Range.Start, range.Start), Math.Min(Range.End, range.End));
        LedgerHole[] parts =
        [
            this with { Range = Range with { End = start } },
            this with { Range = new SequenceRange(start, end), State = HoleState.Void },
            this with { Range = Range with { Start = end } },
        ];
        return parts.Where(part => part.Range.Count > 0);
    }
}

public enum HoleState
{
    /// <summary>On its way, as far as anyone can tell.</summary>
    InFlight,

    /// <summary>Missing for longer than any retry takes.</summary>
    Gap,

    /// <summary>The producer says that these were never acknowledged to a client: nobody waits for them.</summary>
    Void,
}

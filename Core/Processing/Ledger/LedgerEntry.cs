using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>What became of one envelope. <c>Stored + Duplicate + Rejected + Quarantined == Count</c>; a heartbeat's count is 0.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="Sequence">Number of the first item.</param>
/// <param name="Count">Number of items.</param>
/// <param name="Stored">Items that this envelope stored.</param>
/// <param name="Duplicate">Items that had been stored before by another envelope.</param>
/// <param name="Rejected">Items that break a rule; kept in quarantine.</param>
/// <param name="Quarantined">Items that the store or the queue gave up on; kept in quarantine.</param>
/// <param name="ReceivedAt">The envelope's receipt time.</param>
public sealed record LedgerEntry(
    Guid Producer,
    long Sequence,
    int Count,
    int Stored,
    int Duplicate,
    int Rejected,
    int Quarantined,
    DateTimeOffset ReceivedAt)
{
    /// <summary>Numbers that the envelope says are not accepted.</summary>
    public IReadOnlyList<SequenceRange> Void { get; init; } = [];

    /// <summary>The producer has ended.</summary>
    public bool IsLast { get; init; }

    /// <summary>The numbers of the items.</summary>
    public SequenceRange Range => new(Sequence, Sequence + Count);
}

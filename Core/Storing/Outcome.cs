using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Storing;

/// <summary>What became of one item.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Reason">Why, for a rejection or a retry; for a stored event, what failed behind the raw store.</param>
/// <param name="ByStore">Whether it was the store, not a rule, that refused the item.</param>
public readonly record struct Outcome(OutcomeKind Kind, Fault? Reason = null, bool ByStore = false)
{
    public static readonly Outcome Stored = new(OutcomeKind.Stored);
    public static readonly Outcome Duplicate = new(OutcomeKind.Duplicate);

    public static Outcome RejectedByRule(Fault fault) => new(OutcomeKind.Reject, fault);

    /// <summary>The item cannot be stored.</summary>
    /// <param name="failure">What the store said.</param>
    /// <param name="lastTry">Whether an unknown failure decides as well.</param>
    public static Outcome NotStored(Exception failure, bool lastTry) =>
        Decides(failure, lastTry) ? new(OutcomeKind.Reject, FaultOf("store", failure), ByStore: true) : Retry("store", failure);

    /// <summary>The raw store has the event; what is derived from it cannot be written.</summary>
    /// <param name="projection">What cannot be written.</param>
    /// <param name="failure">What the store said.</param>
    /// <param name="lastTry">Whether an unknown failure decides as well.</param>
    public static Outcome StoredWithout(string projection, Exception failure, bool lastTry) =>
        Decides(failure, lastTry) ? Stored with { Reason = FaultOf(projection, failure) } : Retry(projection, failure);

    /// <summary>The beginning of the reason's code in quarantine.</summary>
    public string Verdict => Kind == OutcomeKind.Stored ? "incomplete." : ByStore ? "refused." : "invalid.";

    private static Outcome Retry(string field, Exception failure) => new(OutcomeKind.Retry, FaultOf(field, failure));

    private static bool Decides(Exception failure, bool lastTry) => lastTry || failure is PermanentStorageException;

    private static Fault FaultOf(string field, Exception failure) =>
        new(field, failure is PermanentStorageException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}");
}

public enum OutcomeKind
{
    /// <summary>Not decided yet. No item leaves the drain like this.</summary>
    Pending,

    /// <summary>The raw store has it, and has it from this envelope.</summary>
    Stored,

    /// <summary>The raw store had it before, from another envelope.</summary>
    Duplicate,

    /// <summary>It can never be stored: to quarantine, at once.</summary>
    Reject,

    /// <summary>It failed for an unknown cause: its message goes back to the queue.</summary>
    Retry,
}

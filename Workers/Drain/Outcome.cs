using Pipeline.Core;

namespace Pipeline.Workers.Drain;

/// <summary>What became of one item.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Reason">Why, for a rejection or a retry.</param>
/// <param name="ByStore">Whether it was the store, not a rule, that refused the item.</param>
internal readonly record struct Outcome(OutcomeKind Kind, Fault? Reason = null, bool ByStore = false)
{
    public static readonly Outcome Stored = new(OutcomeKind.Stored);
    public static readonly Outcome Duplicate = new(OutcomeKind.Duplicate);

    public static Outcome RejectedByRule(Fault fault) => new(OutcomeKind.Reject, fault);

    public static Outcome RejectedByStore(string why) => new(OutcomeKind.Reject, new Fault("store", why), ByStore: true);

    public static Outcome Retry(string why) => new(OutcomeKind.Retry, new Fault("store", why));
}

namespace Pipeline.Workers.Drain;

internal enum OutcomeKind
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

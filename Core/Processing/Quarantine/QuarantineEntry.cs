using System.Globalization;

namespace Pipeline.Core.Processing.Quarantine;

/// <summary>Something that could not be stored, kept until an operator has dealt with it. Operators call it a failed batch.</summary>
/// <param name="Id">Derived from what is quarantined (message id, item number), so that a redelivery adds nothing.</param>
/// <param name="Kind">Event, profile or whole message.</param>
/// <param name="Reason">Stable code to group by, for example <c>invalid.userId</c>: the latest failure's.</param>
/// <param name="Detail">The latest failure in words; never contains the payload.</param>
/// <param name="Payload">What was quarantined, as text; never changes.</param>
/// <param name="Source">What set it aside.</param>
/// <param name="MessageId">The queue message that it came in.</param>
/// <param name="Items">Its items' place in the ledger; null when the message did not even tell its producer.</param>
/// <param name="ReceivedAt">When the pipeline received it.</param>
/// <param name="FirstSeenAt">When it was set aside.</param>
/// <param name="LastSeenAt">When it last failed.</param>
/// <param name="Attempts">How often storing it was tried, deliveries by the queue included.</param>
public sealed record QuarantineEntry(
    string Id,
    QuarantineKind Kind,
    string Reason,
    string Detail,
    string Payload,
    QuarantineSource Source,
    string MessageId,
    QuarantinedItems? Items,
    DateTimeOffset ReceivedAt,
    DateTimeOffset FirstSeenAt,
    DateTimeOffset LastSeenAt,
    int Attempts)
{
    public QuarantineState State { get; init; } = QuarantineState.Open;

    /// <summary>What is stored instead of <see cref="Payload"/>; null as long as nobody has edited it.</summary>
    public string? EditedPayload { get; init; }

    /// <summary>The retry that has it, or had it last; null when it was never retried.</summary>
    public Guid? Retry { get; init; }

    /// <summary>When <see cref="Retry"/> took it.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>What became of its items when it was resolved; zeros before.</summary>
    public Resolution Resolution { get; init; }

    /// <summary>Every change, oldest first.</summary>
    public IReadOnlyList<QuarantineChange> History { get; init; } = [];

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    /// <summary>The start of the hour in which it was received, which is its hour in the ledger.</summary>
    public DateTimeOffset ReceivedHour => UtcHour.Of(ReceivedAt);

    /// <summary>What a retry stores.</summary>
    public string CurrentPayload => EditedPayload ?? Payload;

    /// <summary>The id of an entry for a single item.</summary>
    public static string IdOf(Guid producer, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{producer:N}-{sequence}");

    /// <summary>The entry after one more try, in which some of its items were stored and others had been before.</summary>
    public QuarantineEntry AfterTry(int stored, int duplicate) => this with
    {
        Attempts = Attempts + 1,
        // What the ledger counts as stored was found, not stored.
        Resolution = Items?.Account == QuarantineAccount.Stored ? new Resolution(0, stored + duplicate)
            // An event whose projections failed in an earlier try was stored by that try.
            : new Resolution(Math.Max(stored, Resolution.Stored), duplicate),
    };
}

public enum QuarantineKind
{
    Event,
    Profile,
    Message,
}

public enum QuarantineSource
{
    Drain,
    DeadLetterSweep,

    /// <summary>The retry of a whole message, some of whose items could not be stored.</summary>
    Retry,
}

public enum QuarantineState
{
    /// <summary>Waits for an operator.</summary>
    Open,

    /// <summary>A retry has claimed it.</summary>
    Retrying,

    /// <summary>Its items are stored, or had been before.</summary>
    Resolved,

    /// <summary>An operator has decided that it is not needed. It stays where it is in the ledger.</summary>
    Discarded,
}

/// <summary>Where items are in the ledger.</summary>
/// <param name="Producer">The producer.</param>
/// <param name="Sequence">Number of the first item.</param>
/// <param name="Count">How many.</param>
/// <param name="Account">Which sum they are counted in.</param>
public sealed record QuarantinedItems(Guid Producer, long Sequence, int Count, QuarantineAccount Account);

/// <summary>The ledger's sum in which the items of an entry are counted.</summary>
public enum QuarantineAccount
{
    /// <summary>They break a rule.</summary>
    Rejected,

    /// <summary>The store refused them.</summary>
    Quarantined,

    /// <summary>They are in the raw store and in the numbers; something that is derived from them is not.</summary>
    Stored,
}

/// <summary>What became of the items of a resolved entry.</summary>
/// <param name="Stored">Items that the retry stored.</param>
/// <param name="Duplicate">Items that had been stored before.</param>
public readonly record struct Resolution(int Stored, int Duplicate);

/// <summary>One change of an entry.</summary>
/// <param name="At">When.</param>
/// <param name="Who">The operator's name, or the part of the pipeline that did it.</param>
/// <param name="What">What was done.</param>
/// <param name="Detail">Why, or what came of it; null when there is nothing to say.</param>
public sealed record QuarantineChange(DateTimeOffset At, string Who, QuarantineAction What, string? Detail = null);

public enum QuarantineAction
{
    /// <summary>It was set aside.</summary>
    Quarantined,

    /// <summary>A retry has claimed it.</summary>
    Claimed,

    /// <summary>The retry that had claimed it has ended without trying it.</summary>
    Released,

    /// <summary>The payload was changed.</summary>
    Edited,

    /// <summary>A retry could not store it.</summary>
    FailedAgain,

    /// <summary>A retry or a later delivery has stored it, or found it stored.</summary>
    Resolved,

    /// <summary>An operator does not need it.</summary>
    Discarded,
}

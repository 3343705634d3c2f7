using System.Text;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing;

/// <summary>What has to be recorded about a message before it may be deleted.</summary>
/// <param name="Message">The message; every outcome is known.</param>
/// <param name="Refusals">What goes to quarantine.</param>
/// <param name="Resolved">What is in quarantine from an earlier delivery, and stored by now.</param>
/// <param name="Ledger">What became of the items; null when the header could not be read.</param>
public sealed record Settlement(
    DrainMessage Message, IReadOnlyList<Refusal> Refusals, IReadOnlyList<(QuarantineEntry Entry, QuarantineChange Change)> Resolved, LedgerEntry? Ledger)
{
    public static Settlement Of(DrainMessage message, EarlierEntries earlier, DateTimeOffset now)
    {
        var refusals = message.Items
            .Where(item => item.Outcome.Reason is not null)
            .Select(item => new Refusal(SingleItem(message, item, now), message.Header, new SequenceRange(item.Sequence, item.Sequence + 1)));
        return new Settlement(
            message,
            message.Fault is null
                ? [.. refusals]
                : [new Refusal(WholeMessage(message, now), message.Header, message.Header?.Range ?? default)],
            [.. message.Items.Select(earlier.Resolve).OfType<QuarantineEntry>().Select(entry => (
                entry, new QuarantineChange(now, NameOf(message.Source), QuarantineAction.Resolved, "delivered again, and stored")))],
            message.Header is { } header ? Account(message, header, earlier) : null);
    }

    private static LedgerEntry Account(DrainMessage message, EnvelopeHeader header, EarlierEntries earlier)
    {
        int stored = 0, duplicate = 0, rejected = message.Fault is null ? 0 : header.Count, quarantined = 0;
        foreach (var item in message.Items)
        {
            switch (earlier.CountedOutcome(item))
            {
                // Including an event that is in quarantine because something after the raw store failed: it is in the numbers.
                case { Kind: OutcomeKind.Stored }: stored++; break;
                case { Kind: OutcomeKind.Duplicate }: duplicate++; break;
                case { Kind: OutcomeKind.Reject, ByStore: false }: rejected++; break;
                case { Kind: OutcomeKind.Reject }: quarantined++; break;
                default: throw new InvalidOperationException("Only messages whose outcomes are known have an account.");
            }
        }

        return new LedgerEntry(
            header.Producer, header.Sequence, header.Count, stored, duplicate, rejected, quarantined, header.ReceivedAt)
        {
            Void = header.Void,
            IsLast = header.IsLast,
        };
    }

    private static QuarantineEntry WholeMessage(DrainMessage message, DateTimeOffset now) => NewEntry(
        message,
        message.Message.Id,
        QuarantineKind.Message,
        "unreadable.",
        message.Fault!,
        message.Message.Body,
        message.Header is { } header
            ? new QuarantinedItems(header.Producer, header.Sequence, header.Count, QuarantineAccount.Rejected)
            : null,
        now);

    private static QuarantineEntry SingleItem(DrainMessage message, DrainItem item, DateTimeOffset now) => NewEntry(
        message,
        QuarantineEntry.IdOf(message.Header!.Producer, item.Sequence),
        item.Source.Kind == EnvelopeItemKind.Event ? QuarantineKind.Event : QuarantineKind.Profile,
        item.Outcome.Verdict,
        item.Outcome.Reason!,
        Encoding.UTF8.GetString(item.Source.Json.Span),
        new QuarantinedItems(message.Header.Producer, item.Sequence, 1, AccountOf(item.Outcome)),
        now);

    private static QuarantineEntry NewEntry(
        DrainMessage message,
        string id,
        QuarantineKind kind,
        string verdict,
        Fault fault,
        string payload,
        QuarantinedItems? items,
        DateTimeOffset now) => new(
        id,
        kind,
        verdict + fault.Field,
        fault.ToString(),
        payload,
        message.Source,
        message.Message.Id,
        items,
        message.ReceivedAt,
        now,
        now,
        message.Message.ReceiveCount)
    {
        History = [new QuarantineChange(now, NameOf(message.Source), QuarantineAction.Quarantined, fault.ToString())],
    };

    private static string NameOf(QuarantineSource source) => source switch
    {
        QuarantineSource.Drain => "drain",
        QuarantineSource.DeadLetterSweep => "dead-letter-sweep",
        _ => "retry",
    };

    private static QuarantineAccount AccountOf(Outcome outcome) =>
        outcome.Kind == OutcomeKind.Stored ? QuarantineAccount.Stored
        : outcome.ByStore ? QuarantineAccount.Quarantined
        : QuarantineAccount.Rejected;
}

/// <summary>A quarantine entry and the items that it is about.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Header">Header of the envelope; null when it could not be read.</param>
/// <param name="Range">The items' numbers; empty when they are not known.</param>
public sealed record Refusal(QuarantineEntry Entry, EnvelopeHeader? Header, SequenceRange Range);

using System.Globalization;
using System.Text;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Workers.Drain;

/// <summary>What has to be written down about settled messages before they may be deleted.</summary>
/// <param name="Quarantine">The items, or whole messages, that were refused.</param>
/// <param name="Ledger">One entry per message whose header could be read.</param>
internal sealed record Settlement(IReadOnlyList<QuarantineEntry> Quarantine, IReadOnlyList<LedgerEntry> Ledger)
{
    public static Settlement Of(IEnumerable<DrainMessage> messages, DateTimeOffset now)
    {
        var quarantine = new List<QuarantineEntry>();
        var ledger = new List<LedgerEntry>();
        foreach (var message in messages)
        {
            if (message.Fault is not null)
            {
                quarantine.Add(WholeMessage(message, now));
            }

            quarantine.AddRange(
                from item in message.Items
                where item.Outcome.Kind == OutcomeKind.Reject
                select SingleItem(message, item, now));

            if (message.Header is { } header)
            {
                ledger.Add(Account(message, header));
            }
        }

        return new Settlement(quarantine, ledger);
    }

    private static LedgerEntry Account(DrainMessage message, EnvelopeHeader header)
    {
        int stored = 0, duplicate = 0, rejected = message.Fault is null ? 0 : header.Count, quarantined = 0;
        foreach (var item in message.Items)
        {
            switch (item.Outcome)
            {
                case { Kind: OutcomeKind.Stored }: stored++; break;
                case { Kind: OutcomeKind.Duplicate }: duplicate++; break;
                case { Kind: OutcomeKind.Reject, ByStore: false }: rejected++; break;
                case { Kind: OutcomeKind.Reject }: quarantined++; break;
                default: throw new InvalidOperationException("Only settled messages have an account.");
            }
        }

        return new LedgerEntry(
            header.Producer, header.Sequence, header.Count, stored, duplicate, rejected, quarantined, header.ReceivedAt);
    }

    private static QuarantineEntry WholeMessage(DrainMessage message, DateTimeOffset now) => new(
        message.Message.Id,
        QuarantineKind.Message,
        "unreadable: " + message.Fault!.Field,
        message.Fault.ToString(),
        message.Message.Body,
        message.ReceivedAt,
        now);

    private static QuarantineEntry SingleItem(DrainMessage message, DrainItem item, DateTimeOffset now) => new(
        string.Create(CultureInfo.InvariantCulture, $"{message.Header!.Producer:N}-{item.Sequence}"),
        item.Source.Kind == EnvelopeItemKind.Event ? QuarantineKind.Event : QuarantineKind.Profile,
        (item.Outcome.ByStore ? "refused: " : "invalid: ") + item.Outcome.Reason!.Field,
        item.Outcome.Reason.ToString(),
        Encoding.UTF8.GetString(item.Source.Json.Span),
        message.ReceivedAt,
        now);
}

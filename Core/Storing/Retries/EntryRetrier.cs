using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing.Retries;

/// <summary>
/// Tries to store claimed entries again, in the drain's way and order. An entry is updated last: whatever dies before, the next try
/// finds what is stored by its numbers. Its place in the ledger follows from the entry itself, so that the two never disagree.
/// </summary>
public sealed partial class EntryRetrier(
    EntryDecoder decoder,
    MessageStorer storer,
    IQuarantineStore quarantine,
    ILedgerStore ledger,
    TimeProvider time,
    ILogger<EntryRetrier> logger)
{
    /// <summary>Tries entries. Returns how many of them failed again.</summary>
    /// <param name="entries">Claimed entries.</param>
    /// <param name="rules">What to change in their payloads first; may be empty.</param>
    /// <param name="who">For whom.</param>
    /// <param name="cancellationToken">Cancels the work; what was done so far holds.</param>
    /// <exception cref="TransientStorageException">A store is not usable now: call again later with the same entries.</exception>
    public async Task<int> RetryAsync(
        IReadOnlyList<QuarantineEntry> entries, IReadOnlyList<PayloadRule> rules, string who, CancellationToken cancellationToken)
    {
        var edited = rules.Count == 0 ? entries : await EditAsync(entries, rules, who, cancellationToken);
        var tries = edited.Select(entry => (Entry: entry, Message: decoder.Decode(entry))).ToList();
        if (tries.Count == 0)
        {
            return 0;
        }

        await storer.WriteAsync([.. tries.Select(attempt => attempt.Message)], lastTry: true, cancellationToken);
        var failed = 0;
        foreach (var (entry, message) in tries)
        {
            var (after, change) = Conclude(entry, message, who);
            if (entry.Kind == QuarantineKind.Message && message.Fault is null)
            {
                await SettleItemsAsync(entry, message, cancellationToken);
            }

            if (!await quarantine.UpdateAsync(after, change, cancellationToken))
            {
                Log.ChangedMeanwhile(logger, entry.Id);
            }

            failed += after.State == QuarantineState.Open ? 1 : 0;
        }

        return failed;
    }

    /// <summary>Entries with their payloads changed. The change is durable before anything is stored from it.</summary>
    private async Task<IReadOnlyList<QuarantineEntry>> EditAsync(
        IReadOnlyList<QuarantineEntry> entries, IReadOnlyList<PayloadRule> rules, string who, CancellationToken cancellationToken)
    {
        var edited = new List<QuarantineEntry>(entries.Count);
        foreach (var entry in entries)
        {
            var payload = IsEdited(entry) ? entry.CurrentPayload : PayloadEditor.Apply(entry.CurrentPayload, rules);
            if (payload == entry.CurrentPayload)
            {
                edited.Add(entry);
                continue;
            }

            var changed = entry with { EditedPayload = decoder.TryPrepare(entry, payload, out var prepared, out _) ? prepared : payload };
            var change = new QuarantineChange(time.GetUtcNow(), who, QuarantineAction.Edited);
            if (await quarantine.UpdateAsync(changed, change, cancellationToken))
            {
                edited.Add(changed with { Version = entry.Version + 1 });
            }
            else
            {
                Log.ChangedMeanwhile(logger, entry.Id);
            }
        }

        return edited;
    }

    /// <summary>Whether this retry has applied its rules already: a second time might take away the id that the first one gave.</summary>
    private static bool IsEdited(QuarantineEntry entry) => entry.History.Reverse()
        .TakeWhile(change => change.What != QuarantineAction.Claimed).Any(change => change.What == QuarantineAction.Edited);

    private (QuarantineEntry After, QuarantineChange Change) Conclude(QuarantineEntry entry, DrainMessage message, string who)
    {
        var now = time.GetUtcNow();
        var isMessage = entry.Kind == QuarantineKind.Message;
        var fault = message.Fault ?? (isMessage ? null : message.Items[0].Outcome.Reason);
        var stored = message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Stored);
        var duplicate = message.Items.Count(item => item.Outcome.Kind == OutcomeKind.Duplicate);
        var after = entry.AfterTry(stored, duplicate);
        if (fault is null)
        {
            var outcome = isMessage
                ? $"{stored} new, {duplicate} already there, {message.Items.Count - stored - duplicate} refused"
                : after.Resolution.Stored > 0 ? "new" : "already there";
            return (after with { State = QuarantineState.Resolved }, new(now, who, QuarantineAction.Resolved, outcome));
        }

        var verdict = message.Fault is null ? message.Items[0].Outcome.Verdict : "unreadable.";
        return (
            after with { State = QuarantineState.Open, Reason = verdict + fault.Field, Detail = fault.ToString(), LastSeenAt = now },
            new(now, who, QuarantineAction.FailedAgain, fault.ToString()));
    }

    /// <summary>Sets aside what of a whole message could not be stored; the ledger learns of the message if it did not know it.</summary>
    private async Task SettleItemsAsync(QuarantineEntry entry, DrainMessage message, CancellationToken cancellationToken)
    {
        var settlement = Settlement.Of(message, new EarlierEntries(), time.GetUtcNow());
        await quarantine.AddAsync([.. settlement.Refusals.Select(refusal => refusal.Entry)], cancellationToken);
        if (entry.Items is null && settlement.Ledger is { } account)
        {
            await ledger.RecordAsync([account], cancellationToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5301, LogLevel.Warning, "Failed batch {Id} was changed by someone else while it was retried")]
        public static partial void ChangedMeanwhile(ILogger logger, string id);
    }
}

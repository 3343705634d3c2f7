using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Storing.Retries;

/// <summary>Says what would become of entries if they were retried now, and changes nothing.</summary>
public sealed class RetryPreview(EntryDecoder decoder, EventHistory history)
{
    /// <param name="entries">The entries.</param>
    /// <param name="rules">What would be changed in their payloads first; may be empty.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<PreviewedEntry>> PreviewAsync(
        IReadOnlyList<QuarantineEntry> entries, IReadOnlyList<PayloadRule> rules, CancellationToken cancellationToken)
    {
        var decoded = entries.Select(entry =>
        {
            var payload = PayloadEditor.Apply(entry.CurrentPayload, rules);
            var after = payload == entry.CurrentPayload ? payload
                : decoder.TryPrepare(entry, payload, out var prepared, out _) ? prepared : payload;
            return (Entry: entry, After: after, Message: decoder.Decode(entry with { EditedPayload = after }));
        }).ToList();

        var keys = decoded.SelectMany(entry => entry.Message.Items).Where(item => item.Event is not null)
            .Select(item => new EventKey(item.Event!.Timestamp, item.Event.EventId)).ToHashSet();
        // What lies in an archived part that can't be read is taken for new here; storing it comes to the same.
        var found = await history.FindAsync(keys, cancellationToken);
        var known = found.Events.Select(stored => stored.Event.Key).ToHashSet();

        return [.. decoded.Select(entry => Foresee(entry.Entry, entry.After, entry.Message, known))];
    }

    private static PreviewedEntry Foresee(
        QuarantineEntry entry, string after, DrainMessage message, HashSet<EventKey> known)
    {
        var faults = message.Fault is { } whole ? [whole] : message.Items.Select(item => item.Outcome.Reason).OfType<Fault>().ToList();
        var isThere = message.Items.Any(item => item.Event is not null)
            && message.Items.All(item => item.Event is { } evt && known.Contains(new EventKey(evt.Timestamp, evt.EventId)));
        return new PreviewedEntry(
            entry.Id,
            entry.Reason,
            faults.Count > 0 ? RetryForecast.Fail : isThere ? RetryForecast.AlreadyThere : RetryForecast.Store,
            faults.Count > 0 ? faults[0].ToString() : null,
            entry.CurrentPayload,
            after);
    }
}

/// <param name="Id">The entry.</param>
/// <param name="Reason">Its reason so far.</param>
/// <param name="Forecast">What would become of it, as far as its content decides; the store may still refuse it.</param>
/// <param name="Fault">Why it would fail; null when it would not.</param>
/// <param name="Before">Its payload.</param>
/// <param name="After">Its payload after the rules; the same text when they change nothing.</param>
public sealed record PreviewedEntry(string Id, string Reason, RetryForecast Forecast, string? Fault, string Before, string After);

public enum RetryForecast
{
    /// <summary>It would be stored.</summary>
    Store,

    /// <summary>It is stored; what is missing behind the raw store would be written.</summary>
    AlreadyThere,

    /// <summary>It breaks a rule, as before or another one.</summary>
    Fail,
}

using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Core.Storing;

/// <summary>
/// Stores messages. Everything is idempotent and in the one order that survives a crash at any point: raw events, then what is derived
/// from them, then marks, then quarantine and ledger; the caller deletes the messages last.
/// </summary>
public sealed class MessageStorer(RawWriter raw, ProjectionWriter projections, SliceMarker marker, SettlementWriter settlements)
{
    /// <summary>Decides the outcome of every item of <paramref name="messages"/> as <see cref="WriteAsync"/> does, and settles the messages for which it can.</summary>
    /// <param name="messages">Decoded messages.</param>
    /// <param name="lastTry">Whether items that would have to be retried are quarantined instead.</param>
    /// <param name="cancellationToken">Cancels the work; what was done so far is harmless.</param>
    /// <exception cref="TransientStorageException">A store is not usable now: call again later with the same messages.</exception>
    public async Task StoreAsync(IReadOnlyList<DrainMessage> messages, bool lastTry, CancellationToken cancellationToken)
    {
        await WriteAsync(messages, lastTry, cancellationToken);
        await settlements.SettleAsync(messages.Where(message => message.IsDecided), cancellationToken);
    }

    /// <summary>Decides the outcome of every item of <paramref name="messages"/>, and records none of them.</summary>
    /// <inheritdoc cref="StoreAsync"/>
    public async Task WriteAsync(IReadOnlyList<DrainMessage> messages, bool lastTry, CancellationToken cancellationToken)
    {
        var items = messages.SelectMany(message => message.Items).ToArray();
        await raw.WriteAsync(items, lastTry, cancellationToken);

        // From here on the raw store has them, whatever else fails.
        DrainItem[] stored = [.. items.Where(item => item.Event is not null && item.Outcome.Kind == OutcomeKind.Stored)];
        DrainItem[] profiles = [.. items.Where(item => item.Profile is not null)];
        var moves = await projections.WriteAsync(stored, profiles, lastTry, cancellationToken);
        await marker.MarkAsync(stored, moves, messages.Min(message => message.ReceivedAt), lastTry, cancellationToken);
    }
}

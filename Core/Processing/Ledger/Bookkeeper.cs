using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>
/// Keeps the ledger: accepted = stored + duplicate + rejected + quarantined + in flight + gap. What was accepted is known from the
/// headers of the producers' envelopes; the ingest side reports nothing else.
/// </summary>
/// <remarks>
/// Reading and posting read the entries since the last posting, and one account for each producer of the last 15 days, or of the last
/// 150 days if it never ended.
/// </remarks>
public sealed partial class Bookkeeper
{
    // More than a posting every few seconds ever finds; bounds what is held in memory after a long pause.
    private const int MaxEntries = 20_000;

    private const int MaxClosing = 1_000;
    private const int MaxRangesInLog = 20;

    // Longer than any queue keeps a message: SQS has 14 days.
    private static readonly TimeSpan Deliverable = TimeSpan.FromDays(15);

    // A machine that sleeps may speak again when it wakes; to a closed account its new numbers would look like a gap.
    private static readonly TimeSpan Suspended = TimeSpan.FromDays(150);

    private readonly ILedgerStore _store;
    private readonly IQuarantineStore _quarantine;
    private readonly TimeSpan _gapAfter;
    private readonly TimeProvider _time;
    private readonly ILogger<Bookkeeper> _logger;
    private readonly DateTimeOffset _listeningSince;

    public Bookkeeper(
        ILedgerStore store, IQuarantineStore quarantine, IOptions<LedgerOptions> options, TimeProvider time, ILogger<Bookkeeper> logger)
    {
        (_store, _quarantine, _gapAfter, _time, _logger) = (store, quarantine, options.Value.GapAfter, time, logger);
        _listeningSince = time.GetUtcNow();
    }

    /// <summary>What the ledger says now, including every entry that has been recorded.</summary>
    public async Task<LedgerStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var book = await _store.ReadAsync(MaxEntries, cancellationToken);
        var moved = await _quarantine.GetMovedAsync(cancellationToken);
        return LedgerStatus.Of([.. book.Post(_time.GetUtcNow()).Select(account => account.After)], book.Closed, moved);
    }

    /// <summary>What the ledger says of some hours, including every entry that has been recorded.</summary>
    /// <param name="from">The hour of this instant is the first one; hours older than <see cref="LedgerHour.Kept"/> are not kept.</param>
    /// <param name="to">The last hour is the one that begins before this instant.</param>
    /// <param name="producer">One producer alone; null for all.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<LedgerReport> ReadHoursAsync(
        DateTimeOffset from, DateTimeOffset to, Guid? producer, CancellationToken cancellationToken)
    {
        var book = await _store.ReadAsync(MaxEntries, cancellationToken);
        var oldest = _time.GetUtcNow() - LedgerHour.Kept;
        var first = UtcHour.Of(from > oldest ? from : oldest);
        var moved = await _quarantine.GetMovedByHourAsync(first, to, cancellationToken);
        return LedgerReport.Of(
            book.Post(_time.GetUtcNow()).Select(account => account.After).Where(account => producer is null || account.Producer == producer),
            moved,
            hour => hour >= first && hour < to);
    }

    /// <summary>
    /// Posts entries to their producers' accounts, gives up on what has been missing for too long, and closes old accounts. May run
    /// anywhere, at any time, and die after any step.
    /// </summary>
    /// <param name="queueIsEmpty">Whether the queue was empty shortly before; then whatever is missing is no longer on its way.</param>
    /// <param name="cancellationToken">Cancels the posting.</param>
    /// <returns>Every account that counts, as it is stored afterwards.</returns>
    public async Task<IReadOnlyList<LedgerAccount>> PostAsync(bool queueIsEmpty, CancellationToken cancellationToken)
    {
        IReadOnlyList<LedgerAccount> accounts;
        int read;
        do
        {
            var book = await _store.ReadAsync(MaxEntries, cancellationToken);
            read = book.Entries.Count;
            accounts = await PostAsync(book, queueIsEmpty, cancellationToken);
        }
        while (read == MaxEntries);
        return accounts;
    }

    private async Task<IReadOnlyList<LedgerAccount>> PostAsync(LedgerBook book, bool queueIsEmpty, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var accounts = book.Post(now);
        var drainedTo = DrainedTo([.. accounts.Select(account => account.After)], book.Closed, queueIsEmpty, now);
        var refused = new HashSet<Guid>();
        var old = new List<LedgerAccount>();
        var kept = new List<LedgerAccount>(accounts.Count);
        foreach (var (before, posted) in accounts)
        {
            var after = posted.GiveUp(drainedTo, _listeningSince, _gapAfter).Forget(now - Deliverable);
            if (ReferenceEquals(after, before))
            {
                if (after.IsOver && after.HeardAt < now - (after.HasEnded ? Deliverable : Suspended))
                {
                    old.Add(after);
                    continue;
                }

                kept.Add(after);
            }
            else if (await _store.PutAsync(after, cancellationToken))
            {
                Report(before, after);
                kept.Add(after);
            }
            else
            {
                // Another process has posted meanwhile. The entries stay for the next time.
                refused.Add(after.Producer);
                kept.Add(before);
            }
        }

        // Only now: an entry counts until its account holds its numbers, and no longer.
        await _store.RemoveAsync([.. book.Entries.Where(entry => !refused.Contains(entry.Producer))], cancellationToken);
        await CloseAsync(book.Closed, [.. old.Take(MaxClosing)], cancellationToken);
        return kept;
    }

    /// <summary>
    /// How far the drain has got at least. While it is behind or stands still, whatever is missing may still be in the queue.
    /// </summary>
    private static DateTimeOffset DrainedTo(
        IReadOnlyCollection<LedgerAccount> accounts, ClosedAccounts closed, bool queueIsEmpty, DateTimeOffset now)
    {
        var latest = accounts.Select(account => account.LatestReceivedAt).Append(closed.LatestReceivedAt).Max();
        return queueIsEmpty || latest > now ? now : latest ?? DateTimeOffset.MinValue;
    }

    // First write their sum, which records that they now count there, then remove the accounts: at any time each counts once.
    private async Task CloseAsync(ClosedAccounts closed, IReadOnlyCollection<LedgerAccount> old, CancellationToken cancellationToken)
    {
        if (old.Count == 0 && closed.Closing.Count == 0)
        {
            return;
        }

        await _store.RemoveAccountsAsync(closed.Closing, cancellationToken);
        if (await _store.PutClosedAsync(closed.Add(old), cancellationToken))
        {
            await _store.RemoveAccountsAsync([.. old.Select(account => account.Producer)], cancellationToken);
        }
    }

    /// <summary>Logs what has changed, once: only the process that wrote the account does so.</summary>
    private void Report(LedgerAccount before, LedgerAccount after)
    {
        var gaps = after.Holes.Where(hole => hole.State == HoleState.Gap && !before.Holes.Any(old => IsGapAt(old, hole.Range))).ToList();
        if (gaps.Count > 0)
        {
            var numbers = string.Join(", ", gaps.Take(MaxRangesInLog).Select(gap => gap.Range));
            Log.GapFound(_logger, gaps.Sum(gap => gap.Range.Count), after.Producer, numbers);
        }

        var filled = before.Gap - (after.Gap - gaps.Sum(gap => gap.Range.Count));
        if (filled > 0)
        {
            Log.GapFilled(_logger, filled, after.Producer);
        }

        foreach (var surplus in after.Surplus.Except(before.Surplus))
        {
            Log.SurplusFound(_logger, after.Producer, surplus);
        }

        if (before.SilentSince is null && after.SilentSince is not null)
        {
            Log.ProducerSilent(_logger, after.Producer, after.LatestReceivedAt, after.End);
        }

        if (before.SilentSince is not null && after.SilentSince is null)
        {
            Log.ProducerHeard(_logger, after.Producer);
        }
    }

    private static bool IsGapAt(LedgerHole hole, SequenceRange range) =>
        hole.State == HoleState.Gap && hole.Range.CountShared(range) > 0;

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Warning,
            "{Count} accepted items of producer {Producer} have been missing for too long: numbers {Numbers}. They count as a gap until they arrive")]
        public static partial void GapFound(ILogger logger, long count, Guid producer, string numbers);

        [LoggerMessage(5102, LogLevel.Information, "{Count} items of producer {Producer} that were a gap have arrived, or were never accepted")]
        public static partial void GapFilled(ILogger logger, long count, Guid producer);

        [LoggerMessage(5105, LogLevel.Warning,
            "Items {Numbers} of producer {Producer} came in one envelope although some of these numbers had been counted before. They are not counted")]
        public static partial void SurplusFound(ILogger logger, Guid producer, SequenceRange numbers);

        [LoggerMessage(5103, LogLevel.Warning,
            "Producer {Producer} has fallen silent without a last word. It was last heard from at {LastReceivedAt:O}, with {Items} items; " +
            "what it accepted after that may be lost")]
        public static partial void ProducerSilent(ILogger logger, Guid producer, DateTimeOffset? lastReceivedAt, long items);

        [LoggerMessage(5104, LogLevel.Information, "Producer {Producer} was silent and is heard from again")]
        public static partial void ProducerHeard(ILogger logger, Guid producer);
    }
}

using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Ledger.Sqlite;

/// <summary>
/// Each entry knows how many numbers are missing right before it, kept up to date as entries come in any order: the totals are
/// then plain sums.
/// </summary>
public sealed class SqliteLedger(SqliteDatabase database) : ILedger
{
    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var records = new SqliteLedgerRecords(session);
                foreach (var entry in entries)
                {
                    records.Record(entry);
                }
            },
            cancellationToken);

    public Task<LedgerTotals> GetTotalsAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                var (stored, duplicate, rejected, quarantined, inFlight, gap) =
                    session.Connection.QuerySingle<(long, long, long, long, long, long)>(
                        """
                        SELECT
                            coalesce(sum(stored), 0),
                            coalesce(sum(duplicate), 0),
                            coalesce(sum(rejected), 0),
                            coalesce(sum(quarantined), 0),
                            coalesce(sum(iif(received_at >= @gapBefore, missing, 0)), 0),
                            coalesce(sum(iif(received_at < @gapBefore, missing, 0)), 0)
                        FROM ledger
                        """,
                        new { gapBefore = gapBefore.ToBound() });
                var accepted = stored + duplicate + rejected + quarantined + inFlight + gap;
                return new LedgerTotals(accepted, stored, duplicate, rejected, quarantined, inFlight, gap);
            },
            cancellationToken);

    public Task<DateTimeOffset?> GetDrainedThroughAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                // A hole without an envelope before it sorts first, as null.
                var (holes, beforeHoles, latest) = session.Connection.QuerySingle<(long, long?, long?)>(
                    """
                    WITH holes AS (
                        SELECT (
                            SELECT last_received_at FROM ledger before
                            WHERE before.producer = ledger.producer AND before.sequence < ledger.sequence
                            ORDER BY before.sequence DESC LIMIT 1) AS last_before
                        FROM ledger WHERE missing > 0 AND received_at >= @gapBefore)
                    SELECT
                        (SELECT count(*) FROM holes),
                        (SELECT last_before FROM holes ORDER BY last_before LIMIT 1),
                        (SELECT max(last_received_at) FROM ledger)
                    """,
                    new { gapBefore = gapBefore.ToBound() });
                return SqliteTime.FromStored(holes > 0 ? beforeHoles : latest);
            },
            cancellationToken);

    public Task<int> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteLedgerRuns.Compact(session, before.ToBound()), cancellationToken);
}

using Dapper;
using Pipeline.Core.Storage.Sqlite;

namespace Pipeline.Core.Ledger.Sqlite;

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
                    records.Record(entry);
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

    public Task<int> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteLedgerRuns.Compact(session, before.ToBound()), cancellationToken);
}

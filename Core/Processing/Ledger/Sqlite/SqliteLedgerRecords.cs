using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Ledger.Sqlite;

/// <summary>Puts entries in their places in the producers' sequences.</summary>
internal sealed class SqliteLedgerRecords(SqliteSession session)
{
    private readonly SqliteStatement _findBefore = session.Statement(
        "SELECT sequence, count, merged FROM ledger WHERE producer = ? AND sequence <= ? ORDER BY sequence DESC LIMIT 1");

    private readonly SqliteStatement _put = session.Statement(
        """
        INSERT INTO ledger (producer, sequence, count, stored, duplicate, rejected, quarantined, received_at, last_received_at, missing)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9)
        ON CONFLICT DO UPDATE SET
            count = excluded.count,
            stored = excluded.stored,
            duplicate = excluded.duplicate,
            rejected = excluded.rejected,
            quarantined = excluded.quarantined,
            received_at = excluded.received_at,
            last_received_at = excluded.last_received_at
        """);

    private readonly SqliteStatement _closeGapAfter = session.Statement(
        """
        UPDATE ledger SET missing = sequence - ?1
        WHERE producer = ?2 AND sequence = (SELECT min(sequence) FROM ledger WHERE producer = ?2 AND sequence > ?3)
        """);

    public void Record(LedgerEntry entry)
    {
        // A producer's numbers start at 0.
        long end = 0;
        if (_findBefore.Bind(1, entry.Producer).Bind(2, entry.Sequence).Step())
        {
            var (sequence, merged) = (_findBefore.Number(0), _findBefore.Number(2) == 1);
            end = sequence + _findBefore.Number(1);
            _findBefore.Reset();

            // A run that was folded has counted this envelope already and cannot tell its share any more.
            if (merged && entry.Sequence < end)
            {
                return;
            }
        }

        _put.Bind(1, entry.Producer).Bind(2, entry.Sequence).Bind(3, entry.Count)
            .Bind(4, entry.Stored).Bind(5, entry.Duplicate).Bind(6, entry.Rejected).Bind(7, entry.Quarantined)
            .Bind(8, entry.ReceivedAt.ToStored()).Bind(9, entry.Sequence - end).Execute();
        _closeGapAfter.Bind(1, entry.Sequence + entry.Count).Bind(2, entry.Producer).Bind(3, entry.Sequence).Execute();
    }
}

using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Ledger.Sqlite;

/// <summary>Folds entries that follow each other without a gap into one.</summary>
internal static class SqliteLedgerRuns
{
    /// <summary>Returns how many entries were removed.</summary>
    public static int Compact(SqliteSession session, long before)
    {
        var removed = 0;
        foreach (var (producer, first, last) in FindRuns(session, before))
        {
            // The receipt time of its first entry decides about the numbers missing before the run, that of its last about those after.
            session.Statement(
                """
                UPDATE ledger SET (count, stored, duplicate, rejected, quarantined, last_received_at, merged) = (
                    SELECT sum(count), sum(stored), sum(duplicate), sum(rejected), sum(quarantined), max(last_received_at), 1
                    FROM ledger WHERE producer = ?1 AND sequence BETWEEN ?2 AND ?3)
                WHERE producer = ?1 AND sequence = ?2
                """).Bind(1, producer).Bind(2, first).Bind(3, last).Execute();
            removed += session.Statement("DELETE FROM ledger WHERE producer = ? AND sequence > ? AND sequence <= ?")
                .Bind(1, producer).Bind(2, first).Bind(3, last).Execute();
        }

        return removed;
    }

    /// <summary>Producer, first and last key of every run of at least two entries.</summary>
    private static List<(Guid Producer, long First, long Last)> FindRuns(SqliteSession session, long before)
    {
        var runs = new List<(Guid, long, long)>();
        var entry = session.Statement(
            "SELECT producer, sequence, count FROM ledger WHERE received_at < ? ORDER BY producer, sequence").Bind(1, before);
        (Guid Producer, long First, long Last, long End) run = default;
        while (entry.Step())
        {
            var (producer, sequence, count) = (entry.Uuid(0), entry.Number(1), entry.Number(2));
            if (producer == run.Producer && sequence == run.End)
            {
                run = (producer, run.First, sequence, sequence + count);
                continue;
            }

            AddRun();
            run = (producer, sequence, sequence, sequence + count);
        }

        AddRun();
        return runs;

        void AddRun()
        {
            if (run.Last > run.First)
            {
                runs.Add((run.Producer, run.First, run.Last));
            }
        }
    }
}

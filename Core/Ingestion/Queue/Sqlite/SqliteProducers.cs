using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>
/// Remembers what each producer has sent until it has sent its last word, so that the last word of one that was killed can be sent
/// for it: what it had numbered but not sent was never acknowledged. Written in the transaction of the send.
/// </summary>
internal static class SqliteProducers
{
    /// <summary>Notes what the envelope carries, and what it says about earlier numbers; a last word ends its producer.</summary>
    public static void Record(SqliteSession session, EnvelopeHeader header)
    {
        if (header.IsLast)
        {
            session.Statement("DELETE FROM sent_ranges WHERE producer = ?").Bind(1, header.Producer).Execute();
            return;
        }

        foreach (var range in header.Void.Prepend(header.Range))
        {
            Add(session, header.Producer, range);
        }
    }

    /// <summary>Ends every producer and returns the last words that they did not send.</summary>
    public static List<EnvelopeHeader> TakeLastWords(SqliteSession session, DateTimeOffset now)
    {
        var sent = session.Statement("SELECT producer, first, next FROM sent_ranges ORDER BY producer, first");
        var ranges = new List<(Guid Producer, SequenceRange Range)>();
        while (sent.Step())
        {
            ranges.Add((sent.Uuid(0), new SequenceRange(sent.Number(1), sent.Number(2))));
        }

        session.Execute("DELETE FROM sent_ranges");
        return [.. ranges
            .GroupBy(range => range.Producer, range => range.Range)
            .Select(producer => LastWord(producer.Key, producer, now))];
    }

    // Adjacent ranges are merged, so there are never more of them than concurrent requests.
    private static void Add(SqliteSession session, Guid producer, SequenceRange range)
    {
        const string Meeting = "WHERE producer = ?1 AND first <= ?3 AND next >= ?2";
        var meeting = session.Statement($"SELECT min(first), max(next) FROM sent_ranges {Meeting}");
        Bind(meeting).Step();
        var joined = meeting.IsNull(0)
            ? range
            : new SequenceRange(Math.Min(range.Start, meeting.Number(0)), Math.Max(range.End, meeting.Number(1)));
        meeting.Reset();
        Bind(session.Statement($"DELETE FROM sent_ranges {Meeting}")).Execute();
        session.Statement("INSERT INTO sent_ranges (producer, first, next) VALUES (?, ?, ?)")
            .Bind(1, producer).Bind(2, joined.Start).Bind(3, joined.End).Execute();

        SqliteStatement Bind(SqliteStatement statement) =>
            statement.Bind(1, producer).Bind(2, range.Start).Bind(3, range.End);
    }

    private static EnvelopeHeader LastWord(Guid producer, IEnumerable<SequenceRange> sent, DateTimeOffset now)
    {
        var unsent = new List<SequenceRange>();
        var end = 0L;
        foreach (var range in sent)
        {
            if (range.Start > end)
            {
                unsent.Add(new SequenceRange(end, range.Start));
            }

            end = range.End;
        }

        return new EnvelopeHeader(producer, end, 0, now) { Void = unsent, IsLast = true };
    }
}

using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>Reads tables of raw events, open or sealed. Of a table that is not there it reads nothing.</summary>
internal static class SqliteRawReader
{
    /// <summary>Up to <paramref name="limit"/> events that follow a key and lie before a time, in the order of their keys.</summary>
    public static List<RawEvent> ReadPage(SqliteSession session, string table, (long Timestamp, Guid EventId) after, long end, int limit)
    {
        var page = new List<RawEvent>();
        if (!session.HasTable(table))
        {
            return page;
        }

        var row = session.Statement(RawTable.Page(table)).Bind(1, after.Timestamp).Bind(2, after.EventId).Bind(3, end).Bind(4, limit);
        while (row.Step())
        {
            page.Add(ToRawEvent(row));
        }

        return page;
    }

    /// <summary>The events with these keys, in their order.</summary>
    public static List<RawEvent> Find(SqliteSession session, string table, IEnumerable<EventKey> keys)
    {
        var found = new List<RawEvent>();
        if (!session.HasTable(table))
        {
            return found;
        }

        var row = session.Statement(RawTable.One(table));
        foreach (var key in keys)
        {
            if (row.Bind(1, key.Timestamp.ToStored()).Bind(2, key.EventId).Step())
            {
                found.Add(ToRawEvent(row));
                row.Reset();
            }
        }

        return found;
    }

    private static RawEvent ToRawEvent(SqliteStatement row) => new(
        new Event(
            row.Uuid(1),
            SqliteTime.FromStored(row.Number(0)),
            row.Text(2),
            row.Text(3),
            row.Text(4),
            row.Text(5),
            row.Bytes(6).ToArray()),
        row.Number(7));
}

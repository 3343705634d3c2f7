using System.Runtime.CompilerServices;
using Dapper;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <summary>Reads tables of raw events, open and sealed ones. A table that is not there is empty.</summary>
internal static class RawTableReader
{
    public const int PageSize = 2_000;

    /// <summary>
    /// Events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, in order. A snapshot per page, so that a slow consumer holds
    /// none: the write-ahead log could not shrink meanwhile.
    /// </summary>
    public static async IAsyncEnumerable<RawEvent> ReadAsync(
        SqliteDatabase database,
        string table,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = (Timestamp: from.ToBound() - 1, EventId: Guid.AllBitsSet);
        var end = to.ToBound();
        List<RawEvent> page;
        do
        {
            page = await database.ReadAsync(
                session => session.HasTable(table) ? ReadPage(session, table, after, end) : [], cancellationToken);
            foreach (var raw in page)
            {
                yield return raw;
            }

            if (page.Count > 0)
            {
                after = (page[^1].Event.Timestamp.ToStored(), page[^1].Event.EventId);
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>The events with these keys, in the order of the keys.</summary>
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

    public static Task<long> CountAsync(SqliteDatabase database, string table, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.HasTable(table) ? session.Connection.ExecuteScalar<long>(RawTable.Count(table)) : 0, cancellationToken);

    /// <summary>The names of tables that sort from <paramref name="first"/> to <paramref name="last"/>, in that order.</summary>
    public static IEnumerable<string> NamesBetween(SqliteSession session, string first, string last) =>
        session.Connection.Query<string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name BETWEEN @first AND @last ORDER BY name", new { first, last });

    private static List<RawEvent> ReadPage(SqliteSession session, string table, (long Timestamp, Guid EventId) after, long end)
    {
        var row = session.Statement(RawTable.Page(table))
            .Bind(1, after.Timestamp).Bind(2, after.EventId).Bind(3, end).Bind(4, PageSize);
        var page = new List<RawEvent>();
        while (row.Step())
        {
            page.Add(ToRawEvent(row));
        }

        return page;
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

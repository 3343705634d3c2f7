using System.Runtime.CompilerServices;
using Dapper;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRawStore(SqliteDatabase database) : IRawStore
{
    private const int PageSize = 2_000;

    private const string TableExists = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?)";

    public Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        if (events.FirstOrDefault(raw => raw.Event.UtcDay != day) is { Event: { } stray })
        {
            throw new ArgumentException($"An event of {stray.UtcDay:O} cannot be stored with those of {day:O}.", nameof(events));
        }

        return events.Count == 0
            ? Task.FromResult<IReadOnlyList<InsertOutcome>>([])
            : database.WriteAsync<IReadOnlyList<InsertOutcome>>(session => Insert(session, day, events), cancellationToken);
    }

    public IAsyncEnumerable<Event> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadPagesAsync(null, from, to, cancellationToken);

    public IAsyncEnumerable<Event> ReadSessionAsync(
        string sessionId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadPagesAsync(sessionId, from, to, cancellationToken);

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                foreach (var day in DaysBetween(session, DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime)))
                {
                    var row = session.Statement(RawTable.First(day)).Bind(1, from.ToBound()).Bind(2, to.ToBound());
                    if (row.Step())
                    {
                        return SqliteTime.FromStored(row.Number(0));
                    }
                }

                return (DateTimeOffset?)null;
            },
            cancellationToken);

    public Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<DateOnly>>(
            session => DaysBetween(session, DateOnly.MinValue, DateOnly.MaxValue), cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => Exists(session, day)
                ? session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM {RawTable.NameOf(day)}")
                : 0,
            cancellationToken);

    public Task DropAsync(DateOnly day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => { session.Connection.Execute($"DROP TABLE IF EXISTS {RawTable.NameOf(day)}"); },
            cancellationToken);

    private static InsertOutcome[] Insert(SqliteSession session, DateOnly day, IReadOnlyList<RawEvent> events)
    {
        session.Execute(RawTable.Create(day));
        var insert = session.Statement(RawTable.Insert(day));
        var origin = session.Statement(RawTable.Origin(day));
        var outcomes = new InsertOutcome[events.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = Insert(insert, origin, events[i]);
        }

        return outcomes;
    }

    private static InsertOutcome Insert(SqliteStatement insert, SqliteStatement origin, in RawEvent raw)
    {
        var e = raw.Event;
        var timestamp = e.Timestamp.ToStored();
        insert.Bind(1, timestamp).Bind(2, e.EventId).Bind(3, e.UserId).Bind(4, e.SessionId).Bind(5, e.EventType).Bind(6, e.Page);
        if (e.Metadata.IsEmpty)
        {
            insert.BindNull(7);
        }
        else
        {
            insert.BindText(7, e.Metadata.Span);
        }

        if (insert.Bind(8, raw.Origin).Execute() == 1)
        {
            return InsertOutcome.Stored;
        }

        origin.Bind(1, timestamp).Bind(2, e.EventId).Step();
        var ours = origin.Number(0) == raw.Origin;
        origin.Reset();
        return ours ? InsertOutcome.Stored : InsertOutcome.Duplicate;
    }

    /// <summary>A snapshot per page, so that a slow consumer holds none: the write-ahead log could not shrink meanwhile.</summary>
    private async IAsyncEnumerable<Event> ReadPagesAsync(
        string? sessionId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        var (firstDay, lastDay) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var end = to.ToBound();
        foreach (var day in await database.ReadAsync(session => DaysBetween(session, firstDay, lastDay), cancellationToken))
        {
            var (timestamp, eventId) = (from.ToBound() - 1, Guid.AllBitsSet);
            List<Event> page;
            do
            {
                page = await database.ReadAsync(
                    session => Exists(session, day) ? ReadPage(session, day, sessionId, timestamp, eventId, end) : [],
                    cancellationToken);
                foreach (var e in page)
                {
                    yield return e;
                }

                if (page.Count > 0)
                {
                    (timestamp, eventId) = (page[^1].Timestamp.ToStored(), page[^1].EventId);
                }
            }
            while (page.Count == PageSize);
        }
    }

    private static List<Event> ReadPage(
        SqliteSession session, DateOnly day, string? sessionId, long afterTimestamp, Guid afterId, long end)
    {
        var row = session.Statement(RawTable.Page(day, ofSession: sessionId is not null))
            .Bind(1, afterTimestamp).Bind(2, afterId).Bind(3, end).Bind(4, PageSize);
        if (sessionId is not null)
        {
            row.Bind(5, sessionId);
        }

        var page = new List<Event>();
        while (row.Step())
        {
            page.Add(new Event(
                row.Uuid(1),
                SqliteTime.FromStored(row.Number(0)),
                row.Text(2),
                row.Text(3),
                row.Text(4),
                row.Text(5),
                row.Bytes(6).ToArray()));
        }

        return page;
    }

    private static bool Exists(SqliteSession session, DateOnly day)
    {
        var exists = session.Statement(TableExists).Bind(1, RawTable.NameOf(day));
        exists.Step();
        return exists.Number(0) == 1;
    }

    private static List<DateOnly> DaysBetween(SqliteSession session, DateOnly first, DateOnly last) =>
        session.Connection.Query<string>(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name BETWEEN @first AND @last ORDER BY name",
                new { first = RawTable.NameOf(first), last = RawTable.NameOf(last) })
            .Select(RawTable.DayOf)
            .ToList();
}

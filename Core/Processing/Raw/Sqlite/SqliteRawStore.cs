using System.Runtime.CompilerServices;
using Dapper;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRawStore(SqliteDatabase database) : IRawStore
{
    private const int PageSize = 2_000;

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

    /// <summary>A snapshot per page, so that a slow consumer holds none: the write-ahead log could not shrink meanwhile.</summary>
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        var (firstDay, lastDay) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var end = to.ToBound();
        foreach (var day in await database.ReadAsync(session => DaysBetween(session, firstDay, lastDay), cancellationToken))
        {
            var after = (Timestamp: from.ToBound() - 1, EventId: Guid.AllBitsSet);
            List<RawEvent> page;
            do
            {
                page = await database.ReadAsync(
                    session => SqliteRawReader.ReadPage(session, RawTable.NameOf(day), after, end, PageSize), cancellationToken);
                foreach (var e in page)
                {
                    yield return e;
                }

                if (page.Count > 0)
                {
                    after = (page[^1].Event.Timestamp.ToStored(), page[^1].Event.EventId);
                }
            }
            while (page.Count == PageSize);
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<EventKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Order().Chunk(PageSize))
        {
            foreach (var e in await database.ReadAsync(session => Find(session, page), cancellationToken))
            {
                yield return e;
            }
        }
    }

    public Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session =>
            {
                foreach (var day in DaysBetween(session, DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime)))
                {
                    var row = session.Statement(RawTable.First(RawTable.NameOf(day))).Bind(1, from.ToBound()).Bind(2, to.ToBound());
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
            session => session.HasTable(RawTable.NameOf(day))
                ? session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM {RawTable.NameOf(day)}")
                : 0,
            cancellationToken);

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                if (!session.HasTable(RawTable.NameOf(day)))
                {
                    return;
                }

                var remove = session.Statement(RawTable.Remove(RawTable.NameOf(day)));
                foreach (var key in keys)
                {
                    remove.Bind(1, key.Timestamp.ToStored()).Bind(2, key.EventId).Execute();
                }
            },
            cancellationToken);

    private static InsertOutcome[] Insert(SqliteSession session, DateOnly day, IReadOnlyList<RawEvent> events)
    {
        var table = RawTable.NameOf(day);
        session.Execute(RawTable.Create(table));
        var insert = session.Statement(RawTable.Insert(table));
        var origin = session.Statement(RawTable.Origin(table));
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

    private static List<RawEvent> Find(SqliteSession session, IEnumerable<EventKey> keys) =>
        [.. keys.GroupBy(key => key.UtcDay).SelectMany(day => SqliteRawReader.Find(session, RawTable.NameOf(day.Key), day))];

    private static List<DateOnly> DaysBetween(SqliteSession session, DateOnly first, DateOnly last) =>
        session.Connection.Query<string>(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name BETWEEN @first AND @last ORDER BY name",
                new { first = RawTable.NameOf(first), last = RawTable.NameOf(last) })
            .Select(RawTable.DayOf)
            .ToList();
}

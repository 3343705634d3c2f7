using System.Runtime.CompilerServices;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <inheritdoc/>
public sealed class SqliteRawStore(SqliteDatabase database) : IRawStore
{
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

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        var (firstDay, lastDay) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        foreach (var day in await database.ReadAsync(session => DaysBetween(session, firstDay, lastDay), cancellationToken))
        {
            await foreach (var raw in RawTableReader.ReadAsync(database, RawNames.Of(day), from, to, cancellationToken))
            {
                yield return raw;
            }
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<EventKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Order().Chunk(RawTableReader.PageSize))
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
                    var row = session.Statement(RawTable.First(RawNames.Of(day))).Bind(1, from.ToBound()).Bind(2, to.ToBound());
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
        RawTableReader.CountAsync(database, RawNames.Of(day), cancellationToken);

    public Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                if (!session.HasTable(RawNames.Of(day)))
                {
                    return;
                }

                var remove = session.Statement(RawTable.Remove(RawNames.Of(day)));
                foreach (var raw in events)
                {
                    remove.Bind(1, raw.Event.Timestamp.ToStored()).Bind(2, raw.Event.EventId).Bind(3, raw.Origin).Execute();
                }
            },
            cancellationToken);

    private static InsertOutcome[] Insert(SqliteSession session, DateOnly day, IReadOnlyList<RawEvent> events)
    {
        var table = RawNames.Of(day);
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
        keys.GroupBy(key => key.UtcDay).SelectMany(day => RawTableReader.Find(session, RawNames.Of(day.Key), day)).ToList();

    private static List<DateOnly> DaysBetween(SqliteSession session, DateOnly first, DateOnly last) =>
        RawTableReader.NamesBetween(session, RawNames.Of(first), RawNames.Of(last))
            .Select(name => RawNames.DayIn(name, RawNames.OpenPrefix))
            .ToList();
}

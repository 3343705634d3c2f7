using System.Runtime.CompilerServices;
using Dapper;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <inheritdoc/>
public sealed class SqliteSealedDays(SqliteDatabase database) : ISealedDays
{
    private const int PageSize = 2_000;

    public Task SealAsync(SealedDay day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var (open, closed) = (RawTable.NameOf(day.Day), RawTable.NameOf(day));
                if (session.HasTable(open) && !session.HasTable(closed))
                {
                    session.Connection.Execute($"ALTER TABLE {open} RENAME TO {closed}");
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SealedDay>>(
            session =>
            {
                var (first, last) = RawTable.SealedBetween(from, to);
                var row = session.Statement("SELECT name FROM sqlite_schema WHERE type = 'table' AND name BETWEEN ? AND ? ORDER BY name")
                    .Bind(1, first).Bind(2, last);
                var found = new List<SealedDay>();
                while (row.Step())
                {
                    found.Add(RawTable.SealedDayOf(row.Text(0)));
                }

                return found;
            },
            cancellationToken);

    /// <summary>A snapshot per page, as the raw store has it.</summary>
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = (Timestamp: from.ToBound() - 1, EventId: Guid.AllBitsSet);
        List<RawEvent> page;
        do
        {
            page = await database.ReadAsync(
                session => SqliteRawReader.ReadPage(session, RawTable.NameOf(day), after, to.ToBound(), PageSize), cancellationToken);
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

    public Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RawEvent>>(
            session => SqliteRawReader.Find(session, RawTable.NameOf(day), keys.Distinct().Order()), cancellationToken);

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.HasTable(RawTable.NameOf(day))
                ? session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM {RawTable.NameOf(day)}")
                : 0,
            cancellationToken);

    public Task DropAsync(SealedDay day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                if (session.HasTable(RawTable.NameOf(day)))
                {
                    session.Connection.Execute($"DROP TABLE IF EXISTS {RawTable.ReferencesOf(day.Day)}");
                    session.Connection.Execute($"DROP TABLE {RawTable.NameOf(day)}");
                }
            },
            cancellationToken);
}

using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Raw.Sqlite;

/// <inheritdoc/>
/// <remarks>
/// The tables of events and of references are renamed, and dropped, in one transaction. Prepared statements that name them stay valid: SQLite
/// prepares them again when it sees that the schema has changed.
/// </remarks>
public sealed class SqliteSealedDays(SqliteDatabase database) : ISealedDays
{
    public Task SealAsync(SealedDay day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                if (session.HasTable(RawNames.Of(day)) || !HasEvents(session, RawNames.Of(day.Day)))
                {
                    return;
                }

                Rename(session, RawNames.Of(day.Day), RawNames.Of(day));
                if (session.HasTable(RawNames.ReferencesOf(day.Day)))
                {
                    Rename(session, RawNames.ReferencesOf(day.Day), RawNames.ReferencesOf(day));
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<SealedDay>> GetAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<SealedDay>>(session => SealedTables.Between(session, from, to), cancellationToken);

    public IAsyncEnumerable<RawEvent> ReadAsync(
        SealedDay day, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        RawTableReader.ReadAsync(database, RawNames.Of(day), from, to, cancellationToken);

    public async Task<IReadOnlyList<RawEvent>> FindAsync(
        SealedDay day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        var found = new List<RawEvent>();
        foreach (var page in keys.Distinct().Order().Chunk(RawTableReader.PageSize))
        {
            found.AddRange(await database.ReadAsync(
                session => RawTableReader.Find(session, RawNames.Of(day), page), cancellationToken));
        }

        return found;
    }

    public Task<long> CountAsync(SealedDay day, CancellationToken cancellationToken) =>
        RawTableReader.CountAsync(database, RawNames.Of(day), cancellationToken);

    public Task DropAsync(SealedDay day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                if (session.HasTable(RawNames.ReferencesOf(day)))
                {
                    KeepWayBack(session, day);
                    Drop(session, RawNames.ReferencesOf(day));
                }

                if (session.HasTable(RawNames.Of(day)))
                {
                    Drop(session, RawNames.Of(day));
                }
            },
            cancellationToken);

    /// <summary>
    /// A reference points to the one before it, which an earlier generation may have: while that is there, it takes in what points to its
    /// references, without the keys.
    /// </summary>
    private static void KeepWayBack(SqliteSession session, SealedDay day)
    {
        var earlier = SealedTables.WithReferences(session, day.Day).FindLast(other => other.Generation < day.Generation);
        if (earlier == default)
        {
            return;
        }

        using var keep = session.Prepare(
            $"INSERT INTO {RawNames.ReferencesOf(earlier)} SELECT reference_no, previous, x'' FROM {RawNames.ReferencesOf(day)} WHERE previous <> 0");
        keep.Execute();
    }

    private static bool HasEvents(SqliteSession session, string table)
    {
        if (!session.HasTable(table))
        {
            return false;
        }

        using var any = session.Prepare(RawTable.Any(table));
        return any.Step();
    }

    // Statements that are used once for a day are not kept.
    private static void Rename(SqliteSession session, string table, string name)
    {
        using var rename = session.Prepare($"ALTER TABLE {table} RENAME TO {name}");
        rename.Execute();
    }

    private static void Drop(SqliteSession session, string table)
    {
        using var drop = session.Prepare($"DROP TABLE {table}");
        drop.Execute();
    }
}

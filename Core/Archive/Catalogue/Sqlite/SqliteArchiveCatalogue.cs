using Dapper;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Archive.Catalogue.Sqlite;

/// <inheritdoc/>
public sealed class SqliteArchiveCatalogue(SqliteDatabase database) : IArchiveCatalogue
{
    private const string Select =
        """
        SELECT day, generation, key, rows, bytes, sha256, content_hash AS ContentHash, first, last, schema_version AS SchemaVersion,
               archived_at AS ArchivedAt, verified_at AS VerifiedAt, problem
        FROM archived_parts
        """;

    public Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                Insert(session.Connection, part);
                return Find(session.Connection, part.Day, part.Generation);
            },
            cancellationToken);

    public Task<ArchivedPart> ReplaceAsync(ArchivedPart part, IReadOnlyCollection<int> replaced, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                // One transaction: whoever reads sees either the new part or those that it replaces.
                if (Insert(session.Connection, part))
                {
                    Retire(session.Connection, part.Day, replaced);
                }

                return Find(session.Connection, part.Day, part.Generation);
            },
            cancellationToken);

    public Task RetireAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Retire(session.Connection, day, [generation]), cancellationToken);

    public Task<IReadOnlyList<RetiredPart>> GetRetiredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RetiredPart>>(
            session => session.Connection
                .Query<(long Day, long Generation, string Key)>(
                    """
                    SELECT day, generation, key FROM archived_parts
                    WHERE day BETWEEN @From AND @To AND retired = 1
                    ORDER BY day, generation
                    """,
                    new { From = from.DayNumber, To = to.DayNumber })
                .Select(row => new RetiredPart(DateOnly.FromDayNumber((int)row.Day), (int)row.Generation, row.Key))
                .ToList(),
            cancellationToken);

    public Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ArchivedPart>>(
            session => session.Connection
                .Query<Row>(
                    $"{Select} WHERE day BETWEEN @From AND @To AND restored_at IS NULL AND retired = 0 ORDER BY day, generation",
                    new { From = from.DayNumber, To = to.DayNumber })
                .Select(row => row.ToPart())
                .ToList(),
            cancellationToken);

    public Task RemoveAsync(DateOnly day, int generation, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    "DELETE FROM archived_parts WHERE day = @Day AND generation = @Generation",
                    new { Day = day.DayNumber, Generation = generation });
            },
            cancellationToken);

    public Task NoteRestoredAsync(DateOnly day, int generation, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    """
                    UPDATE archived_parts SET restored_at = @At
                    WHERE day = @Day AND generation = @Generation AND restored_at IS NULL AND retired = 0
                    """,
                    new { At = at.ToStored(), Day = day.DayNumber, Generation = generation });
            },
            cancellationToken);

    public Task<IReadOnlyList<RestoredPart>> GetRestoredAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<RestoredPart>>(
            session => session.Connection
                .Query<(long Day, long Generation, string Key, long RestoredAt)>(
                    """
                    SELECT day, generation, key, restored_at FROM archived_parts
                    WHERE day BETWEEN @From AND @To AND restored_at IS NOT NULL AND retired = 0
                    ORDER BY day, generation
                    """,
                    new { From = from.DayNumber, To = to.DayNumber })
                .Select(row => new RestoredPart(
                    DateOnly.FromDayNumber((int)row.Day), (int)row.Generation, row.Key, SqliteTime.FromStored(row.RestoredAt)))
                .ToList(),
            cancellationToken);

    public Task NoteAsync(DateOnly day, int generation, string? problem, DateTimeOffset at, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    """
                    UPDATE archived_parts SET problem = @Problem, verified_at = @At
                    WHERE day = @Day AND generation = @Generation AND restored_at IS NULL AND retired = 0
                    """,
                    new { Problem = problem, At = at.ToStored(), Day = day.DayNumber, Generation = generation });
            },
            cancellationToken);

    public Task NoteExpiredThroughAsync(DateOnly day, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.Connection.Execute(
                """
                INSERT INTO archive_expiry (id, through) VALUES (0, @Through)
                ON CONFLICT (id) DO UPDATE SET through = max(through, excluded.through)
                """,
                new { Through = day.DayNumber }),
            cancellationToken);

    public Task<DateOnly?> FindExpiredThroughAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection.QuerySingleOrDefault<int?>("SELECT through FROM archive_expiry") is { } through
                ? DateOnly.FromDayNumber(through) : (DateOnly?)null,
            cancellationToken);

    /// <summary>Returns false when there is a part of that day and generation, which stays.</summary>
    private static bool Insert(SqliteConnection connection, ArchivedPart part) => connection.Execute(
        """
        INSERT INTO archived_parts (
            day, generation, key, rows, bytes, sha256, content_hash, first, last, schema_version, archived_at, verified_at, problem)
        VALUES (
            @Day, @Generation, @Key, @Rows, @Bytes, @Sha256, @ContentHash, @First, @Last, @SchemaVersion, @ArchivedAt, @VerifiedAt,
            @Problem)
        ON CONFLICT (day, generation) DO UPDATE SET
            key = excluded.key, rows = excluded.rows, bytes = excluded.bytes, sha256 = excluded.sha256,
            content_hash = excluded.content_hash, first = excluded.first, last = excluded.last,
            schema_version = excluded.schema_version, archived_at = excluded.archived_at, verified_at = excluded.verified_at,
            problem = excluded.problem, restored_at = NULL
        WHERE restored_at IS NOT NULL AND retired = 0
        """,
        new
        {
            Day = part.Day.DayNumber,
            part.Generation,
            part.Key,
            part.Rows,
            part.Bytes,
            part.Sha256,
            part.ContentHash,
            First = part.First.ToStored(),
            Last = part.Last.ToStored(),
            part.SchemaVersion,
            ArchivedAt = part.ArchivedAt.ToStored(),
            VerifiedAt = part.VerifiedAt.ToStored(),
            part.Problem,
        }) > 0;

    private static void Retire(SqliteConnection connection, DateOnly day, IReadOnlyCollection<int> generations) => connection.Execute(
        "UPDATE archived_parts SET retired = 1 WHERE day = @Day AND generation IN @Generations AND restored_at IS NULL",
        new { Day = day.DayNumber, Generations = generations });

    private static ArchivedPart Find(SqliteConnection connection, DateOnly day, int generation) => connection
        .QuerySingle<Row>($"{Select} WHERE day = @Day AND generation = @Generation", new { Day = day.DayNumber, Generation = generation })
        .ToPart();

    private sealed record Row(
        long Day,
        long Generation,
        string Key,
        long Rows,
        long Bytes,
        string Sha256,
        string ContentHash,
        long First,
        long Last,
        long SchemaVersion,
        long ArchivedAt,
        long VerifiedAt,
        string? Problem)
    {
        public ArchivedPart ToPart() => new()
        {
            Day = DateOnly.FromDayNumber((int)Day),
            Generation = (int)Generation,
            Key = Key,
            Rows = Rows,
            Bytes = Bytes,
            Sha256 = Sha256,
            ContentHash = ContentHash,
            First = SqliteTime.FromStored(First),
            Last = SqliteTime.FromStored(Last),
            SchemaVersion = (int)SchemaVersion,
            ArchivedAt = SqliteTime.FromStored(ArchivedAt),
            VerifiedAt = SqliteTime.FromStored(VerifiedAt),
            Problem = Problem,
        };
    }
}

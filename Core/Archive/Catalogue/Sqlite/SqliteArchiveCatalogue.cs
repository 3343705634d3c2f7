using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Archive.Catalogue.Sqlite;

/// <inheritdoc/>
public sealed class SqliteArchiveCatalogue(SqliteDatabase database) : IArchiveCatalogue
{
    private const string Select =
        "SELECT day, generation, key, rows, bytes, content_hash AS ContentHash, archived_at AS ArchivedAt FROM archived_parts";

    public Task<ArchivedPart> RecordAsync(ArchivedPart part, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    """
                    INSERT INTO archived_parts (day, generation, key, rows, bytes, content_hash, archived_at)
                    VALUES (@Day, @Generation, @Key, @Rows, @Bytes, @ContentHash, @ArchivedAt)
                    ON CONFLICT DO NOTHING
                    """,
                    new
                    {
                        Day = part.Day.DayNumber,
                        part.Generation,
                        part.Key,
                        part.Rows,
                        part.Bytes,
                        part.ContentHash,
                        ArchivedAt = part.ArchivedAt.ToStored(),
                    });
                return session.Connection
                    .QuerySingle<Row>(
                        $"{Select} WHERE day = @Day AND generation = @Generation", new { Day = part.Day.DayNumber, part.Generation })
                    .ToPart();
            },
            cancellationToken);

    public Task<IReadOnlyList<ArchivedPart>> GetPartsAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<ArchivedPart>>(
            session => session.Connection
                .Query<Row>(
                    $"{Select} WHERE day BETWEEN @From AND @To ORDER BY day, generation",
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

    private sealed record Row(long Day, long Generation, string Key, long Rows, long Bytes, string ContentHash, long ArchivedAt)
    {
        public ArchivedPart ToPart() => new(
            DateOnly.FromDayNumber((int)Day), (int)Generation, Key, Rows, Bytes, ContentHash, SqliteTime.FromStored(ArchivedAt));
    }
}

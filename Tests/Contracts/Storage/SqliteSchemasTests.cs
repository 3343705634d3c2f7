using Dapper;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Catalogue.Sqlite;
using Pipeline.Core.Composition;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

public sealed class SqliteSchemasTests : IDisposable
{
    /// <summary>The table of parts as schema 11 made it.</summary>
    private const string PartsOf11 =
        """
        CREATE TABLE archived_parts (
            day INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            key TEXT NOT NULL,
            rows INTEGER NOT NULL,
            bytes INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            archived_at INTEGER NOT NULL,
            PRIMARY KEY (day, generation)) WITHOUT ROWID
        """;

    private readonly SqliteScratch _scratch = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Open_StoreOfSchema12_KeepsItsParts()
    {
        Directory.CreateDirectory(_scratch.DataDirectory);
        using (var old = new SqliteDatabase(
            Path.Combine(_scratch.DataDirectory, "store.db"), new SqliteSchema(11, [.. SqliteSchemas.Store.Steps.Take(2)])))
        {
            await old.WriteAsync(
                session => session.Connection.Execute(
                    "INSERT INTO archived_parts VALUES (20177, 1, 'k', 12, 345, '0a', '0b', 0, 0, 1, 0, 0, NULL, NULL)"),
                Token);
        }

        var parts = await new SqliteArchiveCatalogue(_scratch.Open().Store).GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);

        Assert.Equal([12L], parts.Select(part => part.Rows));
    }

    [Fact]
    public async Task Open_StoreOfSchema11_KeepsWhatIsInItAndTakesParts()
    {
        Directory.CreateDirectory(_scratch.DataDirectory);
        using (var old = new SqliteDatabase(
            Path.Combine(_scratch.DataDirectory, "store.db"), new SqliteSchema(11, [SqliteSchemas.Store.Steps[0]])))
        {
            await old.WriteAsync(
                session => session.Connection.Execute(
                    $"DROP TABLE archived_parts; {PartsOf11}; INSERT INTO sessions VALUES (1, 's', 2, 3)"),
                Token);
        }

        var store = _scratch.Open().Store;
        var catalogue = new SqliteArchiveCatalogue(store);
        var part = new ArchivedPart
        {
            Day = new DateOnly(2025, 3, 30),
            Generation = 1,
            Key = "events/dt=2025-03-30/part-1.parquet",
            Rows = 12,
            Bytes = 345,
            Sha256 = "0a",
            ContentHash = "0b",
            First = DateTimeOffset.UnixEpoch,
            Last = DateTimeOffset.UnixEpoch,
            SchemaVersion = 1,
            ArchivedAt = DateTimeOffset.UnixEpoch,
            VerifiedAt = DateTimeOffset.UnixEpoch,
        };
        await catalogue.RecordAsync(part, Token);

        Assert.Equal([part], await catalogue.GetPartsAsync(part.Day, part.Day, Token));
        Assert.Equal(1, await store.ReadAsync(session => session.Connection.ExecuteScalar<int>("SELECT count(*) FROM sessions"), Token));
    }
}

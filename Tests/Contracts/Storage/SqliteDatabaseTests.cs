using Dapper;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly SqliteSchema Schema = new(5, ["CREATE TABLE items (id INTEGER PRIMARY KEY, text TEXT NOT NULL)"]);

    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private readonly SqliteDatabase _database;

    public SqliteDatabaseTests() => _database = new SqliteDatabase(FilePath, Schema);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string FilePath => Path.Combine(_directory, "test.db");

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Write_ManyWaiting_ShareOneCommit()
    {
        var before = _database.Commits;
        using var gate = new WriterGate(_database);

        var writes = Enumerable.Range(1, 100).Select(AddAsync).ToList();
        gate.Open();
        await Task.WhenAll([gate.Write, .. writes]);

        Assert.Equal(1, _database.Commits - before);
        Assert.Equal(100, await CountAsync(_database));
    }

    [Fact]
    public async Task Write_WorkDoneButNotCommitted_IsNotCompletedYet()
    {
        using var gate = new WriterGate(_database);
        var first = AddAsync(1);
        using var second = new WriterGate(_database);

        gate.Open();
        await second.ReachedAsync();
        Assert.False(first.IsCompleted);
        Assert.Equal(0, await CountAsync(_database));

        second.Open();
        await first;
        Assert.Equal(1, await CountAsync(_database));
    }

    [Fact]
    public async Task Write_OneFails_IsUndoneAloneAndNeighboursAreStored()
    {
        using var gate = new WriterGate(_database);
        var before = AddAsync(1);
        var failing = _database.WriteAsync(
            session =>
            {
                Add(session, 2);
                throw new InvalidOperationException("no");
            },
            Token);
        var after = AddAsync(3);

        gate.Open();
        await Task.WhenAll(before, after);

        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        Assert.Equal([1, 3], await IdsAsync(_database));
    }

    [Fact]
    public async Task Write_WorkEndsTheTransaction_FailsAloneAndItsNeighboursAreWritten()
    {
        using var gate = new WriterGate(_database);
        var neighbour = AddAsync(1);
        var breaking = _database.WriteAsync(session => session.Execute("ROLLBACK"), Token);

        gate.Open();

        await Assert.ThrowsAnyAsync<SqliteException>(() => breaking);
        await neighbour;
        await AddAsync(2);
        Assert.Equal([1, 2], await IdsAsync(_database));
    }

    [Fact]
    public async Task Write_BreaksAConstraint_ThrowsPermanent()
    {
        await AddAsync(1);

        await Assert.ThrowsAsync<PermanentStorageException>(() => AddAsync(1));
        await Assert.ThrowsAsync<PermanentStorageException>(
            () => _database.WriteAsync(session => session.Connection.Execute("INSERT INTO items VALUES (2, NULL)"), Token));
    }

    [Fact]
    public async Task Write_FileIsFull_ThrowsTransientAndWorksAgainWithRoom()
    {
        var pages = await _database.WriteAsync(
            session => session.Connection.ExecuteScalar<long>("PRAGMA max_page_count = 1"), Token);

        await Assert.ThrowsAsync<TransientStorageException>(() => _database.WriteAsync(
            session =>
            {
                for (var i = 0; i < 50; i++)
                {
                    Add(session, i, new string('x', 4_096));
                }
            },
            Token));

        await _database.WriteAsync(
            session => session.Connection.ExecuteScalar<long>($"PRAGMA max_page_count = {pages + 1_000}"), Token);
        await AddAsync(99);
        Assert.Equal([99], await IdsAsync(_database));
    }

    [Fact]
    public async Task Write_CanceledWhileWaiting_IsNeverRun()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        using var gate = new WriterGate(_database);
        var canceled = _database.WriteAsync(session => Add(session, 1), stop.Token);

        await stop.CancelAsync();
        gate.Open();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.Equal(0, await CountAsync(_database));
    }

    [Fact]
    public async Task Write_Completed_SurvivesAProcessThatEndsWithoutClosing()
    {
        await AddAsync(1);

        // What a killed process leaves behind: the file and its log, never checkpointed.
        var copy = Path.Combine(_directory, "copy.db");
        File.Copy(FilePath, copy);
        File.Copy(FilePath + "-wal", copy + "-wal");

        using var recovered = new SqliteDatabase(copy, Schema);
        Assert.Equal([1], await IdsAsync(recovered));
    }

    [Fact]
    public async Task Write_StatementFailedBetweenRows_CanBeUsedAgain()
    {
        await Task.WhenAll(AddAsync(1), AddAsync(2));
        const string Select = "SELECT id FROM items WHERE id >= ? ORDER BY id";

        await Assert.ThrowsAsync<InvalidOperationException>(() => _database.WriteAsync(
            session => session.Statement(Select).Bind(1, 1).Step() ? throw new InvalidOperationException() : false, Token));

        var id = await _database.WriteAsync(
            session =>
            {
                var row = session.Statement(Select).Bind(1, 2);
                row.Step();
                return row.Number(0);
            },
            Token);
        Assert.Equal(2, id);
    }

    [Fact]
    public async Task Statement_TextAndBlobs_ComeBackUnchanged()
    {
        string[] texts = ["", "a\0b", "ünï🛒", new string('x', 10_000)];
        foreach (var text in texts)
        {
            var (read, isNull) = await _database.ReadAsync(
                session =>
                {
                    var row = session.Statement("SELECT ?1, ?1 IS NULL").Bind(1, text);
                    row.Step();
                    return (row.Text(0), row.Number(1) == 1);
                },
                Token);
            Assert.Equal((text, false), (read, isNull));
        }
    }

    [Fact]
    public async Task Dispose_WorkWaiting_FinishesItEmptiesTheLogAndTakesNoMore()
    {
        using var gate = new WriterGate(_database);
        var writes = Enumerable.Range(1, 20).Select(AddAsync).ToList();

        var disposal = Task.Run(_database.Dispose, Token);
        gate.Open();
        await disposal;
        await Task.WhenAll(writes);

        Assert.False(File.Exists(FilePath + "-wal"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => AddAsync(21));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CountAsync(_database));
        using var reopened = new SqliteDatabase(FilePath, Schema);
        Assert.Equal(20, await CountAsync(reopened));
    }

    [Fact]
    public async Task Open_OlderSchema_TakesOnlyTheMissingSteps()
    {
        await AddAsync(1);
        _database.Dispose();

        var longer = new SqliteSchema(5, [.. Schema.Steps, "ALTER TABLE items ADD COLUMN note TEXT; DELETE FROM items"]);
        using var newer = new SqliteDatabase(FilePath, longer);
        Assert.Equal(0, await CountAsync(newer));
        newer.Dispose();

        var refusal = Assert.Throws<PermanentStorageException>(() => new SqliteDatabase(FilePath, Schema));
        Assert.Contains("newer version of this program (schema 6; this one reads 5 to 5)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SchemaThatIsTooOld_IsRefusedAndLeftAsItIs()
    {
        _database.Dispose();

        var next = new SqliteSchema(8, ["CREATE TABLE others (id INTEGER PRIMARY KEY)"]);
        var refusal = Assert.Throws<PermanentStorageException>(() => new SqliteDatabase(FilePath, next));

        Assert.Contains("earlier version of this program (schema 5; this one reads 8 to 8)", refusal.Message, StringComparison.Ordinal);
        new SqliteDatabase(FilePath, Schema).Dispose();
    }

    [Fact]
    public void Open_NotAFile_ThrowsTransient()
    {
        Assert.Throws<TransientStorageException>(() => new SqliteDatabase(_directory, Schema));
    }

    private static void Add(SqliteSession session, int id, string text = "text") =>
        session.Statement("INSERT INTO items VALUES (?, ?)").Bind(1, id).Bind(2, text).Execute();

    private static int Count(SqliteSession session) => session.Connection.ExecuteScalar<int>("SELECT count(*) FROM items");

    private static Task<int> CountAsync(SqliteDatabase database) => database.ReadAsync(Count, Token);

    private static Task<List<int>> IdsAsync(SqliteDatabase database) => database.ReadAsync(
        session => session.Connection.Query<int>("SELECT id FROM items ORDER BY id").AsList(), Token);

    private Task AddAsync(int id) => _database.WriteAsync(session => Add(session, id), Token);
}

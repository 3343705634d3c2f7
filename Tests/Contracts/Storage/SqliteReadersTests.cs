using Dapper;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Contracts.Storage;

/// <summary>Reading beside the writer, and beside other readers.</summary>
public sealed class SqliteReadersTests : IDisposable
{
    private static readonly SqliteSchema Schema = new(5, ["CREATE TABLE items (id INTEGER PRIMARY KEY)"]);

    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-").FullName;
    private readonly SqliteDatabase _database;

    public SqliteReadersTests() => _database = new SqliteDatabase(Path.Combine(_directory, "test.db"), Schema);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Read_WriteBetweenTwoQueries_SeesOneSnapshot()
    {
        await AddAsync(1);
        using var read = new ManualResetEventSlim();
        using var written = new ManualResetEventSlim();

        var counts = _database.ReadAsync(
            session =>
            {
                var first = Count(session);
                read.Set();
                written.Wait(Token);
                return (first, Count(session));
            },
            Token);
        await Task.Run(() => read.Wait(Token), Token);
        await AddAsync(2);
        written.Set();

        Assert.Equal((1, 1), await counts);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Read_CanceledWhileRunning_EndsTheQueryAndFreesItsReader()
    {
        var readers = MaxReadersOf(WorkKind.Users);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        StoreWork.Current = new(WorkKind.Users);
        // More than there are readers: the last ones are canceled while they wait.
        var endless = Enumerable.Range(0, 2 * readers).Select(_ => _database.ReadAsync(CountForever, stop.Token)).ToList();
        StoreWork.Current = new(WorkKind.Pipeline);
        Assert.Equal(0, await CountAsync());

        await stop.CancelAsync();

        foreach (var read in endless)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        }

        StoreWork.Current = new(WorkKind.Users);
        await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => CountAsync()));
    }

    [Theory]
    [InlineData(WorkKind.Pipeline)]
    [InlineData(WorkKind.Analytics)]
    [InlineData(WorkKind.Users)]
    [InlineData(WorkKind.Operations)]
    public async Task Read_OneKindBusy_OthersDoNotWaitForIt(WorkKind busy)
    {
        using var release = new ManualResetEventSlim();
        StoreWork.Current = new(busy);
        var running = 0;
        var reads = Enumerable.Range(0, 3 * MaxReadersOf(busy)).Select(_ => _database.ReadAsync(
            _ =>
            {
                Interlocked.Increment(ref running);
                release.Wait(Token);
                return true;
            },
            Token)).ToList();

        foreach (var other in Enum.GetValues<WorkKind>().Where(kind => kind != busy))
        {
            StoreWork.Current = new(other);
            Assert.Equal(0, await CountAsync());
        }

        Assert.InRange(Volatile.Read(ref running), 0, MaxReadersOf(busy));
        release.Set();
        await Task.WhenAll(reads);
    }

    [Fact]
    public async Task Read_TriesToWrite_IsRefused()
    {
        await Assert.ThrowsAsync<TransientStorageException>(() => _database.ReadAsync(
            session =>
            {
                Add(session, 1);
                return true;
            },
            Token));
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Dispose_QueryRunning_InterruptsIt()
    {
        using var started = new ManualResetEventSlim();
        var endless = _database.ReadAsync(
            session =>
            {
                started.Set();
                return CountForever(session);
            },
            Token);
        await Task.Run(() => started.Wait(Token), Token);

        await Task.Run(_database.Dispose, Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => endless);
    }

    private static int MaxReadersOf(WorkKind kind) =>
        kind == WorkKind.Pipeline ? Math.Max(4, 2 * Environment.ProcessorCount) : Math.Max(2, Environment.ProcessorCount);

    private static long CountForever(SqliteSession session) => session.Connection.ExecuteScalar<long>(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");

    private static void Add(SqliteSession session, int id) => session.Statement("INSERT INTO items VALUES (?)").Bind(1, id).Execute();

    private static int Count(SqliteSession session) => session.Connection.ExecuteScalar<int>("SELECT count(*) FROM items");

    private Task<int> CountAsync() => _database.ReadAsync(Count, Token);

    private Task AddAsync(int id) => _database.WriteAsync(session => Add(session, id), Token);
}

using Microsoft.Data.Sqlite;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>
/// One SQLite file: a single writer with group commit, and readers beside it. What <see cref="WriteAsync"/> has
/// completed survives a crash of the process and of the machine (write-ahead log, <c>synchronous=FULL</c>).
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int DefaultCacheMebibytes = 32;

    private readonly SqliteSession _writeSession;
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private bool _disposed;

    /// <summary>Opens the file, makes it when it is absent, and brings its schema up to date.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">What the file holds.</param>
    /// <param name="cacheMebibytes">Page cache of the writer.</param>
    /// <exception cref="TransientStorageException">The file cannot be opened.</exception>
    public SqliteDatabase(string path, SqliteSchema schema, int cacheMebibytes = DefaultCacheMebibytes)
    {
        SqliteSession? session = null;
        try
        {
            session = new SqliteSession(path, SqliteOpenMode.ReadWriteCreate, cacheMebibytes * 1_024);
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = FULL");
            // Fewer, larger checkpoints: a page that many transactions touch is then copied to the file only once.
            session.Execute("PRAGMA wal_autocheckpoint = 4000");
            SqliteMigrations.Apply(session, path, schema);
        }
        catch (Exception exception)
        {
            session?.Dispose();
            if (SqliteErrors.Translate(exception) is PipelineException translated && translated != exception)
            {
                throw translated;
            }

            throw;
        }

        _writeSession = session;
        _readers = new SqliteReaders(path);
        _writer = new SqliteWriter(session, Path.GetFileName(path));
    }

    /// <summary>How many transactions have been committed since the file was opened.</summary>
    public long Commits => _writer.Commits;

    /// <summary>
    /// Runs work in a transaction that it may share with other callers' work, and completes when that is durable. Work that
    /// throws is undone alone. Cancelling has an effect only until the work begins.
    /// </summary>
    /// <param name="work">Short and synchronous: every other writer waits for it.</param>
    /// <param name="cancellationToken">Gives up before the work begins.</param>
    public Task<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        _writer.WriteAsync(work, cancellationToken);

    /// <inheritdoc cref="WriteAsync{T}"/>
    public Task WriteAsync(Action<SqliteSession> work, CancellationToken cancellationToken) =>
        _writer.WriteAsync(
            session =>
            {
                work(session);
                return true;
            },
            cancellationToken);

    /// <summary>
    /// Runs a query on one consistent snapshot of what has been committed, on a reader of the caller's kind of work
    /// (<see cref="StoreWork"/>).
    /// </summary>
    /// <param name="query">Synchronous; the snapshot keeps the log from shrinking, so long scans are read in pages.</param>
    /// <param name="cancellationToken">Gives up; a query that has begun is interrupted.</param>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken) =>
        _readers.ReadAsync(query, cancellationToken);

    /// <summary>Finishes the work that is waiting, empties the log into the file and closes it.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _writer.Dispose();
        _readers.Dispose();
        _writeSession.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        _writeSession.Dispose();
    }
}

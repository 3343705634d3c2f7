using Microsoft.Extensions.Options;

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>
/// The files of the embedded profile. The queue has its own file, so that taking events in and draining them do not wait for each
/// other's commits.
/// </summary>
public sealed class SqliteStorage : IDisposable
{
    // A queue is written at one end and read at the other; few of its pages are ever read again.
    private const int QueueCacheMebibytes = 4;

    private const int SearchCacheMebibytes = 8;

    private readonly DataDirectory _directory;

    public SqliteStorage(IOptions<DataDirectoryOptions> options, SqliteSchema queue, SqliteSchema store, SqliteSchema search)
    {
        _directory = new DataDirectory(options.Value.DataDirectory);
        try
        {
            Queue = new SqliteDatabase(_directory.PathOf("queue.db"), queue, QueueCacheMebibytes);
            Store = new SqliteDatabase(_directory.PathOf("store.db"), store);
            Search = new SqliteDatabase(_directory.PathOf("search.db"), search, SearchCacheMebibytes);
        }
        catch
        {
            Queue?.Dispose();
            Store?.Dispose();
            _directory.Dispose();
            throw;
        }
    }

    /// <summary>Messages that have been acknowledged but not yet drained.</summary>
    public SqliteDatabase Queue { get; }

    /// <summary>Everything else.</summary>
    public SqliteDatabase Store { get; }

    /// <summary>Indexes that can be recreated from the store. They have their own file, so that events do not wait for them.</summary>
    public SqliteDatabase Search { get; }

    public void Dispose()
    {
        Search.Dispose();
        Queue.Dispose();
        Store.Dispose();
        _directory.Dispose();
    }
}

namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>The readers of one file, a pool for each kind of work. Readers never wait for the writer, nor the writer for them.</summary>
internal sealed class SqliteReaders : IDisposable
{
    private const int CacheKibibytes = 8 * 1_024;

    // Queries of people are a few large reads; the pipeline has many small ones.
    private const int CacheKibibytesOfPeople = 4 * 1_024;

    private readonly SqliteReaderPool[] _pools;

    public SqliteReaders(string path) => _pools = [.. Enum.GetValues<WorkKind>().Select(kind => kind == WorkKind.Pipeline
        ? new SqliteReaderPool(path, kind, Math.Max(4, 2 * Environment.ProcessorCount), CacheKibibytes)
        : new SqliteReaderPool(path, kind, Math.Max(2, Environment.ProcessorCount), CacheKibibytesOfPeople))];

    /// <summary>Runs a query on one consistent snapshot, among the reads of the caller's kind of work.</summary>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> query, CancellationToken cancellationToken) =>
        _pools[(int)StoreWork.Current.Kind].ReadAsync(query, cancellationToken);

    public void Dispose()
    {
        foreach (var pool in _pools)
        {
            pool.Dispose();
        }
    }
}

using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Protection.Sqlite;

/// <inheritdoc/>
public sealed class SqliteKeyRing(SqliteDatabase database) : IKeyRing
{
    internal const string Create = "CREATE TABLE key_ring (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID;";

    public Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken) => database.ReadAsync<IReadOnlyList<string>>(
        session => session.Connection.Query<string>("SELECT content FROM key_ring").ToList(), cancellationToken);

    public Task AddAsync(string name, string content, CancellationToken cancellationToken) => database.WriteAsync(
        session => { session.Connection.Execute("INSERT OR IGNORE INTO key_ring (name, content) VALUES (@name, @content)", new { name, content }); },
        cancellationToken);
}

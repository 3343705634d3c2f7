using System.Runtime.CompilerServices;
using Dapper;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Sqlite;
using Pipeline.Core.Processing.Users.Sqlite;

namespace Pipeline.Core.Processing.Users.Search.Sqlite;

/// <summary>
/// An FTS5 index over sequences of three characters, keyed by the users' numbers. Users get ascending numbers, so
/// how far the index has got is one number; profiles that change later are noted in <c>user_changes</c>.
/// </summary>
public sealed class SqliteUserIndex(SqliteDatabase store, SqliteDatabase search) : IUserIndex
{
    private const int UsersPerBatch = 2_000;
    private const int UsersPerPage = 100;

    public async Task<int> UpdateAsync(CancellationToken cancellationToken)
    {
        var through = await FindBeginningAsync(cancellationToken);
        var changed = await store.ReadAsync(
            session => Read(session, "number, change", "JOIN user_changes USING (number) ORDER BY change LIMIT @UsersPerBatch", through),
            cancellationToken);
        if (changed.Count > 0)
        {
            // Users after the last indexed one are new: they will be read with their current profile anyway.
            await IndexAsync(
                [.. changed.Where(user => user.Number <= through).DistinctBy(user => user.Number).OrderBy(user => user.Number)],
                through,
                cancellationToken);
            await store.WriteAsync(session => Forget(session, changed), cancellationToken);
            return changed.Count;
        }

        var added = await store.ReadAsync(
            session => Read(session, "number, 0 AS Change", "WHERE number > @through ORDER BY number LIMIT @UsersPerBatch", through),
            cancellationToken);
        if (added.Count > 0)
        {
            await IndexAsync(added, added[^1].Number, cancellationToken);
        }

        return added.Count;
    }

    public async IAsyncEnumerable<UserProfile> FindAsync(
        UserMatch match, string folded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var phrase = UserText.Phrase(match, folded);
        var last = -1L;
        List<long> page;
        do
        {
            page = await search.ReadAsync(session => ReadPage(session, phrase, last), cancellationToken);
            foreach (var user in await store.ReadAsync(session => SqliteUserStore.FindByNumbers(session, page), cancellationToken))
            {
                yield return user;
            }

            last = page.Count > 0 ? page[^1] : last;
        }
        while (page.Count == UsersPerPage);
    }

    /// <summary>The last user that is indexed; -1 for an empty index. An index of another version, or of other users, is emptied.</summary>
    private async Task<long> FindBeginningAsync(CancellationToken cancellationToken)
    {
        var (version, through) = await search.ReadAsync(
            session => session.Connection.QuerySingle<(int, long)>("SELECT version, through FROM indexed"), cancellationToken);
        var newest = await store.ReadAsync(
            session => session.Connection.ExecuteScalar<long?>("SELECT max(number) FROM users") ?? -1, cancellationToken);
        if (version == UserText.Version && through <= newest)
        {
            return through;
        }

        await search.WriteAsync(
            session => session.Connection.Execute(
                $"DROP TABLE user_text; {SqliteSearchSchema.CreateText}; UPDATE indexed SET version = @Version, through = -1",
                new { UserText.Version }),
            cancellationToken);
        return -1;
    }

    private Task IndexAsync(IReadOnlyList<IndexedUser> ascending, long through, CancellationToken cancellationToken) =>
        search.WriteAsync(
            session =>
            {
                // Ascending numbers: otherwise FTS5 begins another segment.
                var replace = session.Statement("INSERT OR REPLACE INTO user_text (rowid, text) VALUES (?, ?)");
                foreach (var user in ascending)
                {
                    replace.Bind(1, user.Number).Bind(2, UserText.Of(SearchKeys.Of(user.UserId, user.Fname, user.Lname))).Execute();
                }

                session.Statement("UPDATE indexed SET through = ?").Bind(1, through).Execute();
            },
            cancellationToken);

    private static List<IndexedUser> Read(SqliteSession session, string columns, string clauses, long through) =>
        session.Connection.Query<IndexedUser>(
            $"SELECT {columns}, user_id AS UserId, fname, lname FROM users {clauses}", new { through, UsersPerBatch }).AsList();

    private static void Forget(SqliteSession session, List<IndexedUser> changed)
    {
        var delete = session.Statement("DELETE FROM user_changes WHERE change = ?");
        foreach (var user in changed)
        {
            delete.Bind(1, user.Change).Execute();
        }
    }

    private static List<long> ReadPage(SqliteSession session, string phrase, long last)
    {
        var page = new List<long>(UsersPerPage);
        var rows = session.Statement("SELECT rowid FROM user_text WHERE user_text MATCH ? AND rowid > ? ORDER BY rowid LIMIT ?")
            .Bind(1, phrase).Bind(2, last).Bind(3, UsersPerPage);
        while (rows.Step())
        {
            page.Add(rows.Number(0));
        }

        return page;
    }

    private sealed class IndexedUser
    {
        public long Number { get; init; }

        public long Change { get; init; }

        public required string UserId { get; init; }

        public string? Fname { get; init; }

        public string? Lname { get; init; }
    }
}

using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Caching.Memory;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Users.Sqlite;

/// <inheritdoc/>
public sealed class SqliteUserStore(SqliteDatabase database) : IUserStore, IDisposable
{
    private const string Columns = "user_id AS UserId, fname, lname, age, country, language, metadata";

    // Numbers never change, so a number that was once read as durable can be kept.
    private readonly MemoryCache _numbers = new(new MemoryCacheOptions { SizeLimit = 100_000 });

    public async Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<string, int>(userIds.Count);
        var unknown = userIds.Where(id => !TryGetCached(id, numbers)).Distinct().ToList();
        if (unknown.Count > 0)
        {
            // Most users are known: only those who are not should wait for the writer.
            var found = await database.ReadAsync(session => Find(session, unknown), cancellationToken);
            Keep(found, numbers);
            unknown.RemoveAll(found.ContainsKey);
        }

        if (unknown.Count > 0)
        {
            Keep(await database.WriteAsync(session => FindOrAdd(session, unknown), cancellationToken), numbers);
        }

        return numbers;
    }

    public Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                FindOrAdd(session, updates.Select(update => update.Profile.UserId));
                session.Connection.Execute(
                    """
                    UPDATE users SET fname = @Fname, lname = @Lname, age = @Age, country = @Country, language = @Language,
                        metadata = @Metadata, profile_ticks = @Ticks, profile_sequence = @Sequence
                    WHERE user_id = @UserId
                        AND (profile_ticks IS NULL OR (profile_ticks, profile_sequence) <= (@Ticks, @Sequence))
                    """,
                    updates.Select(ToRow));
            },
            cancellationToken);

    public Task<IReadOnlyList<UserProfile>> SearchAsync(string text, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UserProfile>>(
            session => session.Connection
                .Query<UserRow>(
                    $"""
                    SELECT {Columns}
                    FROM users
                    WHERE instr(lower(user_id), lower(@text)) > 0
                        OR instr(lower(fname), lower(@text)) > 0
                        OR instr(lower(lname), lower(@text)) > 0
                    ORDER BY user_id
                    LIMIT @limit
                    """,
                    new { text, limit })
                .Select(row => row.ToProfile())
                .ToList(),
            cancellationToken);

    public Task<UserProfile?> FindAsync(string userId, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.Connection
                .QuerySingleOrDefault<UserRow>($"SELECT {Columns} FROM users WHERE user_id = @userId", new { userId })
                ?.ToProfile(),
            cancellationToken);

    public void Dispose() => _numbers.Dispose();

    private static Dictionary<string, int> Find(SqliteSession session, IEnumerable<string> userIds)
    {
        var numbers = new Dictionary<string, int>();
        var find = session.Statement("SELECT number FROM users WHERE user_id = ?");
        foreach (var id in userIds)
        {
            if (find.Bind(1, id).Step())
            {
                numbers[id] = checked((int)find.Number(0));
            }

            find.Reset();
        }

        return numbers;
    }

    private static Dictionary<string, int> FindOrAdd(SqliteSession session, IEnumerable<string> userIds)
    {
        var wanted = userIds.Distinct().ToList();
        var numbers = Find(session, wanted);
        var next = session.Connection.ExecuteScalar<int>("SELECT coalesce(max(number) + 1, 0) FROM users");
        var insert = session.Statement("INSERT INTO users (number, user_id) VALUES (?, ?)");
        foreach (var id in wanted.Where(id => !numbers.ContainsKey(id)))
        {
            insert.Bind(1, next).Bind(2, id).Execute();
            numbers.Add(id, next++);
        }

        return numbers;
    }

    private static object ToRow(ProfileUpdate update) => new
    {
        update.Profile.UserId,
        update.Profile.Fname,
        update.Profile.Lname,
        update.Profile.Age,
        update.Profile.Country,
        update.Profile.Language,
        Metadata = update.Profile.Metadata?.GetRawText(),
        Ticks = update.ReceivedAt.UtcTicks,
        update.Sequence,
    };

    private bool TryGetCached(string id, Dictionary<string, int> numbers)
    {
        if (!_numbers.TryGetValue(id, out int number))
        {
            return false;
        }

        numbers[id] = number;
        return true;
    }

    private void Keep(Dictionary<string, int> found, Dictionary<string, int> numbers)
    {
        foreach (var (id, number) in found)
        {
            numbers[id] = number;
            _numbers.Set(id, number, new MemoryCacheEntryOptions { Size = 1 });
        }
    }

    private sealed class UserRow
    {
        public required string UserId { get; init; }

        public string? Fname { get; init; }

        public string? Lname { get; init; }

        public int? Age { get; init; }

        public string? Country { get; init; }

        public string? Language { get; init; }

        public string? Metadata { get; init; }

        public UserProfile ToProfile() => new(
            UserId, Fname, Lname, Age, Country, Language, Metadata is null ? null : JsonElement.Parse(Metadata));
    }
}

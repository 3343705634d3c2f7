using System.Text.Json;
using Dapper;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Users.Sqlite;

/// <inheritdoc/>
public sealed class SqliteUserStore(SqliteDatabase database) : IUserStore, IDisposable
{
    private const string Columns = "user_id AS UserId, fname, lname, age, country, language, metadata";

    private readonly UserNumberCache _numbers = new();

    public Task<IReadOnlyDictionary<string, int>> GetNumbersAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        _numbers.GetAsync(userIds, FindOrAddAsync, cancellationToken);

    public Task PutProfilesAsync(IReadOnlyCollection<ProfileUpdate> updates, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session =>
            {
                var numbers = FindOrAdd(session, updates.Select(update => update.Profile.UserId));
                session.Connection.Execute(
                    """
                    UPDATE users SET fname = @Fname, lname = @Lname, age = @Age, country = @Country, language = @Language,
                        metadata = @Metadata, profile_ticks = @Ticks, profile_sequence = @Sequence
                    WHERE user_id = @UserId
                        AND (profile_ticks IS NULL OR (profile_ticks, profile_sequence) <= (@Ticks, @Sequence))
                    """,
                    updates.Select(ToRow));
                NoteChanges(session, numbers.Values);
            },
            cancellationToken);

    public Task<IReadOnlyList<UserProfile>> GetFirstAsync(int limit, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<UserProfile>>(
            session => session.Connection
                .Query<UserRow>($"SELECT {Columns} FROM users ORDER BY user_id LIMIT @limit", new { limit })
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

    /// <summary>The users with these numbers, in this order.</summary>
    internal static List<UserProfile> FindByNumbers(SqliteSession session, IEnumerable<long> numbers) =>
        [.. numbers
            .Select(number => session.Connection.QuerySingleOrDefault<UserRow>(
                $"SELECT {Columns} FROM users WHERE number = @number", new { number }))
            .OfType<UserRow>()
            .Select(row => row.ToProfile())];

    private async Task<Dictionary<string, int>> FindOrAddAsync(
        IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        // Most users are known: only new ones should wait for the writer.
        var found = await database.ReadAsync(session => Find(session, userIds), cancellationToken);
        return found.Count == userIds.Count
            ? found
            : await database.WriteAsync(session => FindOrAdd(session, userIds), cancellationToken);
    }

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

    // An update that is older than the profile changes nothing, and its note costs little.
    private static void NoteChanges(SqliteSession session, IEnumerable<int> numbers)
    {
        var note = session.Statement("INSERT INTO user_changes (number) VALUES (?)");
        foreach (var number in numbers)
        {
            note.Bind(1, number).Execute();
        }
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

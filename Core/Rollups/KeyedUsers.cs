using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Rollups;

/// <summary>Distinct users by key. Immutable.</summary>
public sealed class KeyedUsers
{
    public static readonly KeyedUsers Empty = new(new Dictionary<string, UserSet>(), exact: true);

    internal KeyedUsers(IReadOnlyDictionary<string, UserSet> users, bool exact) => (Users, Exact) = (users, exact);

    public IReadOnlyDictionary<string, UserSet> Users { get; }

    /// <summary>False when keys were trimmed away here or in a part: a key's users may then be too few.</summary>
    public bool Exact { get; }

    public static KeyedUsers Of(IEnumerable<KeyValuePair<string, UserSet>> users) => new(users.ToDictionary(), exact: true);

    public KeyedUsers Plus(KeyedUsers other) => Sum([this, other]);

    /// <summary>Keeps the keys with most users (ties: lowest key), and <paramref name="always"/> those that are there at all.</summary>
    public KeyedUsers Trim(int maxKeys, IReadOnlyList<string>? always = null) =>
        Maps.Largest(Users, maxKeys, users => users.Count, always: always) is { } largest ? new(largest, exact: false) : this;

    internal static KeyedUsers Sum(IReadOnlyCollection<KeyedUsers> parts) => new(
        parts.SelectMany(part => part.Users)
            .GroupBy(entry => entry.Key, entry => entry.Value)
            .ToDictionary(group => group.Key, UserSet.UnionOf),
        parts.All(part => part.Exact));
}

namespace Pipeline.Tools.Bench.Scale;

/// <summary>What people type to find a user of the large shop. The same seed gives the same queries.</summary>
/// <param name="users">How many users there are: <c>user-0</c> and so on.</param>
/// <param name="usersPerName">One user in so many has a name.</param>
/// <param name="random">Chooses the users to look for.</param>
internal sealed class UserQueries(int users, int usersPerName, Random random)
{
    /// <summary>Kinds of queries that are made in turn.</summary>
    public const int Kinds = 9;

    private int _made;

    /// <summary>The next query, and whether it finds anybody.</summary>
    public UserQuery Next()
    {
        var user = random.Next(users / usersPerName) * usersPerName;
        var name = UserName.Of(user);
        return (_made++ % Kinds) switch
        {
            0 => new UserQuery("whole id", $"user-{user}"),
            1 => new UserQuery("part of an id", $"{user}"),
            2 => new UserQuery("first name", name.First),
            3 => new UserQuery("last name", name.Last.ToLowerInvariant()),
            4 => new UserQuery("first and last name", $"{name.First} {name.Last}"),
            // No name has fewer than four letters, and a text of one or two finds only those that begin with it.
            5 => new UserQuery("part of a name", name.Last[1..]),
            6 => new UserQuery("nobody", $"nobody {user}", Finds: false),
            7 => new UserQuery("one character", name.First[..1]),
            _ => new UserQuery("two characters", name.Last[..2]),
        };
    }
}

/// <param name="Kind">What kind of query it is.</param>
/// <param name="Text">What is typed.</param>
/// <param name="Finds">Whether there is such a user.</param>
internal sealed record UserQuery(string Kind, string Text, bool Finds = true)
{
    public string Path => $"/api/users/search?query={Uri.EscapeDataString(Text)}";

    /// <summary>Whether an answer finds somebody exactly when it should.</summary>
    public bool IsAnsweredBy(TimedAnswer answer) => answer.IsOk && answer.Data.GetArrayLength() > 0 == Finds;
}

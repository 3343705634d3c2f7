using Pipeline.Core.Rollups.Encoding;

namespace Pipeline.Core.Rollups;

/// <summary>
/// A piece of a rollup that is stored and read separately. A rollup is its totals and its parts, and adding rollups adds each part
/// separately: so a reader adds up what it shows and does not read the rest.
/// </summary>
public sealed class RollupPart
{
    public static readonly RollupPart PageViews = Counts("pages", rollup => rollup.PageViews, views => new() { PageViews = views });

    public static readonly RollupPart Searches = Counts("queries", rollup => rollup.Searches, searches => new() { Searches = searches });

    public static readonly RollupPart ZeroResultSearches = Counts(
        "zeroResultQueries", rollup => rollup.ZeroResultSearches, searches => new() { ZeroResultSearches = searches });

    public static readonly RollupPart Products = new(
        "products",
        rollup => rollup.Products is { Exact: true, Products.Count: 0 },
        rollup => ProductsSum.Encode(rollup.Products),
        () => new ProductsSum());

    public static readonly RollupPart Users = new(
        "users", rollup => rollup.Users.Count == 0, rollup => rollup.Users.ToBytes(), () => new UsersSum());

    public static readonly RollupPart UsersByType = KeyedUsers(
        "usersByType", rollup => rollup.UsersByType, users => new() { UsersByType = users });

    public static readonly RollupPart UsersByDevice = KeyedUsers(
        "usersByDevice", rollup => rollup.UsersByDevice, users => new() { UsersByDevice = users });

    /// <summary>Every part. A rollup is the sum of them and of its totals.</summary>
    public static readonly IReadOnlyList<RollupPart> All =
        [PageViews, Searches, ZeroResultSearches, Products, Users, UsersByType, UsersByDevice];

    private readonly Func<Rollup, bool> _isEmpty;
    private readonly Func<Rollup, byte[]> _encode;
    private readonly Func<PartSum> _newSum;

    private RollupPart(string name, Func<Rollup, bool> isEmpty, Func<Rollup, byte[]> encode, Func<PartSum> newSum) =>
        (Name, _isEmpty, _encode, _newSum) = (name, isEmpty, encode, newSum);

    /// <summary>What the part is called where it is stored.</summary>
    public string Name { get; }

    /// <summary>The part's bytes, the same for equal content; null when it is empty.</summary>
    public byte[]? Encode(Rollup rollup) => _isEmpty(rollup) ? null : _encode(rollup);

    /// <summary>A rollup that has only this part.</summary>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public Rollup Decode(ReadOnlyMemory<byte> content)
    {
        var sum = NewSum();
        sum.Add(content);
        return sum.ToRollup();
    }

    public override string ToString() => Name;

    internal PartSum NewSum() => _newSum();

    private static RollupPart Counts(string name, Func<Rollup, KeyedCounts> part, Func<KeyedCounts, Rollup> wrap) => new(
        name,
        rollup => part(rollup) is { Exact: true, Counts.Count: 0 },
        rollup => CountsSum.Encode(part(rollup)),
        () => new CountsSum(wrap));

    private static RollupPart KeyedUsers(string name, Func<Rollup, KeyedUsers> part, Func<KeyedUsers, Rollup> wrap) => new(
        name,
        rollup => part(rollup) is { Exact: true, Users.Count: 0 },
        rollup => KeyedUsersSum.Encode(part(rollup)),
        () => new KeyedUsersSum(wrap));
}

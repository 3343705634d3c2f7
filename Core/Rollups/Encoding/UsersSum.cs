using MessagePack;
using Pipeline.Core.Rollups.UserSets;

namespace Pipeline.Core.Rollups.Encoding;

/// <summary>Distinct users are stored as a portable Roaring bitmap and nothing else.</summary>
internal sealed class UsersSum : PartSum
{
    private readonly UserSetSum _users = new();

    public override void Add(ReadOnlyMemory<byte> content) => _users.Add(content.Span);

    public override Rollup ToRollup() => new() { Users = _users.ToSet() };
}

/// <summary>Distinct users by key are stored as [exact, [key …], [Roaring bitmap …]], keys in ordinal order.</summary>
internal sealed class KeyedUsersSum(Func<KeyedUsers, Rollup> wrap) : PartSum
{
    private const int Columns = 3;

    private readonly KeyTable _keys = new();
    private readonly List<UserSetSum> _users = [];
    private bool _exact = true;

    public static byte[] Encode(KeyedUsers users) => Packing.Pack((ref MessagePackWriter writer) =>
    {
        KeyValuePair<string, UserSet>[] sorted = [.. users.Users.OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        writer.WriteArrayHeader(Columns);
        writer.Write(users.Exact);
        writer.WriteArrayHeader(sorted.Length);
        foreach (var (key, _) in sorted)
        {
            writer.Write(key);
        }

        writer.WriteArrayHeader(sorted.Length);
        foreach (var (_, set) in sorted)
        {
            writer.Write(set.ToBytes());
        }
    });

    public override void Add(ReadOnlyMemory<byte> content) => Packing.Unpack(content, (ref MessagePackReader reader) =>
    {
        reader.ReadHeader(Columns);
        _exact &= reader.ReadBoolean();
        var numbers = new int[reader.ReadArrayHeader()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = _keys.NumberOf(reader.ReadUtf8());
        }

        while (_users.Count < _keys.Count)
        {
            _users.Add(new UserSetSum());
        }

        reader.ReadHeader(numbers.Length);
        foreach (var number in numbers)
        {
            _users[number].Add(reader.ReadBinary().Span);
        }
    });

    public override Rollup ToRollup()
    {
        var users = new Dictionary<string, UserSet>(_keys.Count);
        for (var number = 0; number < _keys.Count; number++)
        {
            users.Add(_keys.Text(number), _users[number].ToSet());
        }

        return wrap(new KeyedUsers(users, _exact));
    }
}

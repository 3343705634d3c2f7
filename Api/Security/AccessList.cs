using System.Security.Cryptography;

namespace Pipeline.Api.Security;

/// <summary>The accounts and keys of the configuration, read once.</summary>
internal sealed class AccessList
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<AccessKey> _keys = [];

    public bool IsEmpty => _accounts.Count == 0 && _keys.Count == 0;

    /// <param name="options">The settings.</param>
    /// <param name="problems">Every entry that can't be read, by the name of its setting; without any part of a secret.</param>
    public static AccessList Read(AccessOptions options, out IReadOnlyList<(string Member, string Message)> problems)
    {
        var list = new AccessList();
        var found = new List<(string, string)>();
        foreach (var (name, text) in options.Accounts)
        {
            if (AccessLine.TryReadAccount(name, text, out var account, out var problem))
            {
                list._accounts.Add(name, account);
            }
            else
            {
                found.Add((nameof(AccessOptions.Accounts), $"{name}: {problem}"));
            }
        }

        foreach (var (name, text) in options.Keys)
        {
            if (AccessLine.TryReadKey(name, text, options, out var key, out var problem))
            {
                list._keys.Add(key);
            }
            else
            {
                found.Add((nameof(AccessOptions.Keys), $"{name}: {problem}"));
            }
        }

        problems = found;
        return list;
    }

    public Account? FindAccount(string name) => _accounts.GetValueOrDefault(name);

    /// <summary>Compares with every key, each in constant time, so that the time tells nothing about how much was right.</summary>
    public AccessKey? FindKey(string text)
    {
        var hash = AccessKey.Hash(text);
        AccessKey? found = null;
        foreach (var key in _keys)
        {
            foreach (var one in key.Hashes)
            {
                found = CryptographicOperations.FixedTimeEquals(hash, one) ? key : found;
            }
        }

        return found;
    }

    /// <summary>Whether a browser key is for pages of this origin.</summary>
    public bool AllowsBrowsersOf(string origin) => _keys.Any(key => key.Allows(origin));

    /// <summary>Whether any account or key has the role, or one that includes it.</summary>
    public bool Grants(string role) =>
        _keys.Any(key => key.Roles.Any(one => Includes(one, role))) || _accounts.Values.Any(account => Includes(account.Role, role));

    private static bool Includes(string role, string other) => role == other || (role == Access.Operator && other == Access.Reader);
}

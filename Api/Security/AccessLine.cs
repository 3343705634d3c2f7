using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Api.Hosting;

namespace Pipeline.Api.Security;

/// <summary>Reads and writes one account or key of the configuration.</summary>
internal static partial class AccessLine
{
    private const string Origin = "origin=";
    private const string Rate = "rate=";

    // The first byte tells the format: 1 is PBKDF2 with its algorithm, rounds and salt before the hash.
    private const int PasswordFormat = 1;
    private const int MinPasswordHashBytes = 1 + 3 * sizeof(uint) + 16 + 16;

    /// <summary>Names are parts of environment variables, in which two underscores separate.</summary>
    public static bool IsName(string name) => Name.IsMatch(name) && !name.Contains("__", StringComparison.Ordinal);

    public const string NameRule = "a name is a letter and up to 63 more letters, digits and single underscores";

    public static string WriteAccount(string name, string role, string passwordHash) => $"Api__Access__Accounts__{name}={role} {passwordHash}";

    public static string WriteKey(string name, IEnumerable<string> roles, string hash, IEnumerable<string> origins) =>
        $"Api__Access__Keys__{name}={string.Join(' ', [string.Join(',', roles), hash, .. origins.Select(origin => Origin + origin)])}";

    public static bool TryReadAccount(
        string name, string text, [NotNullWhen(true)] out Account? account, [NotNullWhen(false)] out string? problem)
    {
        account = null;
        problem = !IsName(name) ? NameRule
            : Words(text) is not [var role, var hash] || role is not (Access.Reader or Access.Operator) || !IsPasswordHash(hash)
                ? "it must be a role (reader or operator) and a password's hash, as scripts/account prints them"
            : null;
        if (problem is null)
        {
            var words = Words(text);
            account = new Account(name, words[0], words[1]);
        }

        return problem is null;
    }

    public static bool TryReadKey(
        string name, string text, AccessOptions options, [NotNullWhen(true)] out AccessKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        var words = Words(text);
        var roles = words.Length == 0 ? [] : words[0].Split(',');
        var origins = words.Skip(1).Where(word => word.StartsWith(Origin, StringComparison.Ordinal))
            .Select(word => word[Origin.Length..].TrimEnd('/')).ToList();
        var rates = words.Skip(1).Where(word => word.StartsWith(Rate, StringComparison.Ordinal)).Select(word => word[Rate.Length..]).ToList();
        var hashes = words.Skip(1).Where(word => !word.Contains('=', StringComparison.Ordinal)).Select(AccessKey.ReadHash).ToList();
        var rate = origins.Count > 0 ? options.BrowserKeyRate : options.KeyRate;
        problem = !IsName(name) ? NameRule
            : roles.Length == 0 || roles.Except(Access.Roles).Any() || hashes.Count == 0 || hashes.Contains(null)
                || hashes.Count + origins.Count + rates.Count + 1 != words.Length
                ? "it must be roles (ingest, reader, operator; with commas between) and a key's hash, as scripts/key prints them"
            : origins.Any(origin => !CrossOriginOptions.IsOrigin(origin)) ? "origin= must be an origin such as https://shop.example"
            : origins.Count > 0 && roles is not [Access.Ingest] ? "a key with an origin is seen by every visitor, so its only role must be ingest"
            : rates.Count > 1 || rates.Any(one => !TryReadRate(one, out rate)) ? "rate= must be one whole number of requests per second, from 1"
            : null;
        if (problem is null)
        {
            key = new AccessKey(name, roles, hashes!, origins, rate);
        }

        return problem is null;
    }

    private static string[] Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryReadRate(string text, out int rate) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rate) && rate > 0;

    private static bool IsPasswordHash(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length >= MinPasswordHashBytes && bytes[0] == PasswordFormat;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    private static partial Regex Name { get; }
}

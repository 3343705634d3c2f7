using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Api.Security;

/// <summary>A machine that shows a key of 256 random bits, of which only hashes are kept.</summary>
/// <param name="Name">As the configuration writes it.</param>
/// <param name="Roles">What it may do.</param>
/// <param name="Hashes">SHA-256 of each key that is valid for it.</param>
/// <param name="Origins">Of a browser key: the origins of the pages that may use it. Empty for the key of a server.</param>
/// <param name="Rate">Ingest requests per second.</param>
internal sealed record AccessKey(
    string Name, IReadOnlyList<string> Roles, IReadOnlyList<byte[]> Hashes, IReadOnlyList<string> Origins, int Rate)
{
    private const string Prefix = "pk_";

    public bool IsForBrowsers => Origins.Count > 0;

    /// <summary>Who a request with this key is from.</summary>
    public ClaimsPrincipal Principal { get; } = Access.Principal(Access.Key, $"key:{Name}", Roles);

    /// <summary>Who a request is from that shows this key where it is not valid: somebody known who may do nothing.</summary>
    public ClaimsPrincipal PrincipalWithoutRoles { get; } = Access.Principal(Access.Key, $"key:{Name}", []);

    /// <summary>Whether it is a browser key for pages of this origin.</summary>
    public bool Allows(string origin) => Origins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes));

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static string WriteHash(string key) => Base64Url.EncodeToString(Hash(key));

    public static byte[]? ReadHash(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        return Base64Url.IsValid(text, out var length) && length == hash.Length && Base64Url.TryDecodeFromChars(text, hash, out _)
            ? hash.ToArray()
            : null;
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pipeline.Jobs.Watch.Webhook;

/// <summary>Signs messages as <see href="https://www.standardwebhooks.com">Standard Webhooks</see> describes it.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int MinBytes = 24;
    private const int MaxBytes = 64;

    /// <summary>Reads one or more secrets, separated by spaces.</summary>
    public static bool TryReadKeys(string secrets, [NotNullWhen(true)] out IReadOnlyList<byte[]>? keys)
    {
        var read = secrets.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ReadKey).ToList();
        keys = read.Count > 0 && read.TrueForAll(key => key is not null) ? [.. read.OfType<byte[]>()] : null;
        return keys is not null;
    }

    /// <summary>The header <c>webhook-signature</c>: <c>v1,</c> and the base64 of the HMAC-SHA256 of id, time and body, once for each key.</summary>
    public static string Sign(IEnumerable<byte[]> keys, string id, DateTimeOffset at, string body)
    {
        var signed = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}"));
        return string.Join(' ', keys.Select(key => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(key, signed))}"));
    }

    private static byte[]? ReadKey(string secret)
    {
        var text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        var key = new byte[MaxBytes];
        return Convert.TryFromBase64String(text, key, out var length) && length >= MinBytes ? key[..length] : null;
    }
}

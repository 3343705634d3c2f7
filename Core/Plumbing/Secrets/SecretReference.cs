using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Pipeline.Core.Plumbing.Secrets;

/// <summary>
/// Where a setting's value is kept: <c>ssm:/path</c> or <c>secretsmanager:name</c>, each with an optional <c>#key</c> when the secret is
/// a JSON object and the value one of its members.
/// </summary>
/// <param name="Parameter">The name of the parameter in SSM, through which Secrets Manager can be read too.</param>
/// <param name="JsonKey">The member of the JSON object; null takes the whole secret.</param>
internal sealed record SecretReference(string Parameter, string? JsonKey)
{
    private const string Ssm = "ssm:";
    private const string SecretsManager = "secretsmanager:";
    private const string SecretsManagerPath = "/aws/reference/secretsmanager/";

    /// <summary>What the process's role must be allowed.</summary>
    public string Permissions => Parameter.StartsWith(SecretsManagerPath, StringComparison.Ordinal)
        ? $"ssm:GetParameters on parameter{Parameter} and secretsmanager:GetSecretValue on the secret, " +
            "with kms:Decrypt if it has a key of your own"
        : $"ssm:GetParameters on parameter/{Parameter.TrimStart('/')}, with kms:Decrypt if it has a key of your own";

    public static bool IsReference([NotNullWhen(true)] string? value) =>
        value is not null
        && (value.StartsWith(Ssm, StringComparison.Ordinal) || value.StartsWith(SecretsManager, StringComparison.Ordinal));

    /// <summary>Null when the reference names nothing.</summary>
    public static SecretReference? Parse(string value)
    {
        var parts = value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..].Split('#', 2);
        if (parts is ["", ..] or [_, ""])
        {
            return null;
        }

        var path = value.StartsWith(SecretsManager, StringComparison.Ordinal) ? SecretsManagerPath : "";
        return new SecretReference(path + parts[0], parts.ElementAtOrDefault(1));
    }

    /// <summary>Picks the value out of the secret. False when it is no JSON object or has no such member.</summary>
    public bool TryPick(string secret, [NotNullWhen(true)] out string? value)
    {
        if (JsonKey is null)
        {
            value = secret;
            return true;
        }

        value = null;
        try
        {
            using var json = JsonDocument.Parse(secret);
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(JsonKey, out var member))
            {
                value = member.ValueKind == JsonValueKind.String ? member.GetString()! : member.GetRawText();
            }
        }
        catch (JsonException)
        {
            // The exception's message quotes the secret, which must not be shown.
        }

        return value is not null;
    }
}

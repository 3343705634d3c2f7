using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pipeline.Core.Storing.Retries;

/// <summary>Applies rules to payloads. A rule that does not apply to a payload, because its field is not there, leaves it as it is.</summary>
public static class PayloadEditor
{
    public const int MaxRules = 20;
    private const int MaxPathLength = 500;

    private static readonly string[] Casts = ["string", "number", "boolean"];

    // Legible: no letter is escaped without need.
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Checks rules before anything is changed by them.</summary>
    public static bool TryCheck(IReadOnlyList<PayloadRule> rules, [NotNullWhen(false)] out Fault? fault)
    {
        fault = rules.Count is 0 or > MaxRules
            ? new Fault("rules", $"must be 1 to {MaxRules} rules", $"{rules.Count} rules")
            : rules.Select(Check).FirstOrDefault(found => found is not null);
        return fault is null;
    }

    /// <summary>The payload after all rules, in their order; the same text when none of them changes anything.</summary>
    public static string Apply(string payload, IReadOnlyList<PayloadRule> rules)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(payload);
            var before = root?.ToJsonString(AsSent);
            foreach (var rule in rules)
            {
                Apply(root, rule);
            }

            var after = root?.ToJsonString(AsSent);
            return after is null || after == before ? payload : after;
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException)
        {
            // Not JSON, or with a field that is there twice: only a person knows what it should be.
            return payload;
        }
    }

    private static Fault? Check(PayloadRule rule) => rule switch
    {
        { Path: not { Length: > 1 and <= MaxPathLength } } or { Path: [not '/', ..] } =>
            new Fault("path", "must be a JSON pointer to a field, such as /metadata/amount"),
        { Op: PayloadOp.Set, Value: null } => new Fault("value", "is needed to set a field"),
        { Op: PayloadOp.Rename, To: null or "" } => new Fault("to", "must be the field's new name"),
        { Op: PayloadOp.Cast } when !Casts.Contains(rule.To) => new Fault("to", "must be string, number or boolean"),
        _ => null,
    };

    private static void Apply(JsonNode? root, PayloadRule rule)
    {
        var names = rule.Path[1..].Split('/').Select(name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToList();
        if (Find(root, names[..^1]) is not JsonObject parent)
        {
            return;
        }

        var name = names[^1];
        if (rule.Op == PayloadOp.Set)
        {
            parent[name] = JsonNode.Parse(rule.Value!.Value.GetRawText());
        }
        else if (parent.TryGetPropertyValue(name, out var value))
        {
            Change(parent, name, value, rule);
        }
    }

    private static void Change(JsonObject parent, string name, JsonNode? value, PayloadRule rule)
    {
        switch (rule.Op)
        {
            case PayloadOp.Remove:
                parent.Remove(name);
                break;
            case PayloadOp.Rename when !parent.ContainsKey(rule.To!):
                parent.Remove(name);
                parent[rule.To!] = value;
                break;
            case PayloadOp.Cast when value is JsonValue scalar && Cast(scalar, rule.To!) is { } cast:
                parent[name] = cast;
                break;
        }
    }

    private static JsonNode? Find(JsonNode? node, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            node = node switch
            {
                JsonObject inner => inner[name],
                JsonArray list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Count =>
                    list[index],
                _ => null,
            };
        }

        return node;
    }

    /// <summary>Null when the value cannot be cast, or is of that type already.</summary>
    private static JsonNode? Cast(JsonValue value, string type) => (value.GetValueKind(), type) switch
    {
        (JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False, "string") => JsonValue.Create(value.ToJsonString()),
        (JsonValueKind.String, "number") when IsNumber(value.GetValue<string>().Trim()) => JsonNode.Parse(value.GetValue<string>().Trim()),
        (JsonValueKind.String, "boolean") when bool.TryParse(value.GetValue<string>(), out var flag) => JsonValue.Create(flag),
        (JsonValueKind.Number, "boolean") => value.ToJsonString() switch
        {
            "0" => JsonValue.Create(false),
            "1" => JsonValue.Create(true),
            _ => null,
        },
        _ => null,
    };

    private static bool IsNumber(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Pipeline.Core;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Api.Endpoints;

/// <summary>
/// Query parameters read here instead of by the framework's binding, so that a refusal names the parameter and its rule.
/// </summary>
internal static class QueryText
{
    /// <summary>In UTF-16 units. Ids and names are no longer than this, so a longer text finds nothing.</summary>
    public const int MaxSearchLength = 2 * EventLimits.MaxIdLength;

    public static bool TryReadLimit(
        string? text, int fallback, int max, [NotNullWhen(true)] out int? limit, [NotNullWhen(false)] out Fault? fault) =>
        TryReadNumber("limit", text, fallback, 1, max, out limit, out fault);

    public static bool TryReadNumber(
        string name, string? text, int fallback, int min, int max, [NotNullWhen(true)] out int? number, [NotNullWhen(false)] out Fault? fault)
    {
        number = string.IsNullOrWhiteSpace(text) ? fallback
            : int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read >= min && read <= max ? read
            : null;
        fault = number is null ? new(name, $"must be a whole number from {min} to {max:N0}", $"{text!.Length} characters") : null;
        return fault is null;
    }

    public static bool TryReadCursor(string? text, out VisitCursor? cursor, [NotNullWhen(false)] out Fault? fault)
    {
        cursor = null;
        fault = string.IsNullOrWhiteSpace(text) || VisitCursor.TryParse(text.Trim(), out cursor) ? null : BadCursor(text);
        return fault is null;
    }

    public static Fault BadCursor(string text) => new("cursor", "must be what an earlier answer had as next", $"{text.Length} characters");

    public static bool TryReadSearch(string? text, [NotNullWhen(true)] out string? search, [NotNullWhen(false)] out Fault? fault) =>
        TryReadSearch("query", text, out search, out fault);

    public static bool TryReadSearch(
        string name, string? text, [NotNullWhen(true)] out string? search, [NotNullWhen(false)] out Fault? fault)
    {
        search = text is { Length: > MaxSearchLength } ? null : text ?? "";
        fault = search is null ? new(name, $"must be at most {MaxSearchLength} characters", $"{text!.Length} characters") : null;
        return fault is null;
    }

    /// <summary>One of an enumeration's words, trimmed and in any case; null when the parameter is absent or blank.</summary>
    public static bool TryReadWord<T>(string name, string? text, out T? value, [NotNullWhen(false)] out Fault? fault)
        where T : struct, Enum
    {
        value = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        // By its words alone: Enum.TryParse takes numbers, too.
        var found = Array.FindIndex(Enum.GetNames<T>(), word => word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        value = found >= 0 ? Enum.GetValues<T>()[found] : null;
        fault = found >= 0
            ? null
            : new(name, $"must be one of {string.Join(", ", Enum.GetValues<T>().Select(WordOf))}", $"{text.Length} characters");
        return fault is null;
    }

    /// <summary>A value as answers write it.</summary>
    public static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

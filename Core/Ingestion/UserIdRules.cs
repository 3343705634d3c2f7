using System.Text.Json;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion;

/// <summary>The rules of a user id, wherever it comes from.</summary>
internal static class UserIdRules
{
    private const int MaxLength = Events.EventLimits.MaxIdLength;
    private const string Field = "userId";

    /// <summary>Checks the string at which the reader stands.</summary>
    public static Fault? Check(ref Utf8JsonReader reader) =>
        JsonText.Check(ref reader, Field, 1, MaxLength)
        ?? (reader.ValueTextEquals("."u8) || reader.ValueTextEquals(".."u8) ? NotAPathStep : null);

    public static Fault? Check(string userId) =>
        JsonText.Check(userId, Field, 1, MaxLength) ?? (userId is "." or ".." ? NotAPathStep : null);

    // Clients take both out of an address before they send it, so that such a user could never be asked for.
    private static Fault NotAPathStep => new(Field, "must not be . or ..");
}

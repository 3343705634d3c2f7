using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pipeline.Core.Processing.Ledger;

/// <summary>Entries and accounts as the stores keep them beside their keys.</summary>
internal static class LedgerJson
{
    public static string Write(LedgerEntry entry) => JsonSerializer.Serialize(entry, LedgerJsonContext.Default.LedgerEntry);

    public static string Write(LedgerAccount account) => JsonSerializer.Serialize(account, LedgerJsonContext.Default.LedgerAccount);

    public static string Write(ClosedAccounts closed) => JsonSerializer.Serialize(closed, LedgerJsonContext.Default.ClosedAccounts);

    public static LedgerEntry ReadEntry(string json) => JsonSerializer.Deserialize(json, LedgerJsonContext.Default.LedgerEntry)!;

    public static LedgerAccount ReadAccount(string json) => JsonSerializer.Deserialize(json, LedgerJsonContext.Default.LedgerAccount)!;

    public static ClosedAccounts ReadClosed(string json) => JsonSerializer.Deserialize(json, LedgerJsonContext.Default.ClosedAccounts)!;
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(LedgerAccount))]
[JsonSerializable(typeof(ClosedAccounts))]
internal sealed partial class LedgerJsonContext : JsonSerializerContext;

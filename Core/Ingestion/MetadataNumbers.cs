using System.Text.Json;
using Pipeline.Core.Plumbing.Json;

namespace Pipeline.Core.Ingestion;

/// <summary>Which numbers of metadata can be counted.</summary>
public static class MetadataNumbers
{
    /// <summary>
    /// Larger numbers are not counted, and the others are rounded to <see cref="Decimals"/>: so every sum of up to 10 million of them is
    /// exact in a decimal's 28 digits, hence the same in any order.
    /// </summary>
    private const decimal MaxMagnitude = 1e15m;

    private const int Decimals = 6;

    /// <summary>The number at which the reader stands; null when it cannot be counted.</summary>
    internal static decimal? Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && Math.Abs(number) <= MaxMagnitude
            ? Math.Round(number, Decimals, MidpointRounding.AwayFromZero)
            : null;

    /// <summary>The first amount or quantity that is a number and cannot be counted.</summary>
    /// <param name="metadata">A JSON object that was checked.</param>
    internal static Fault? FindUncounted(ReadOnlySpan<byte> metadata)
    {
        var reader = new Utf8JsonReader(metadata);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(in reader);
            reader.Read();
            if (name is not null && reader.TokenType == JsonTokenType.Number && Read(ref reader) is null)
            {
                return new Fault($"metadata.{name}", "is kept, but left out of the sums: it is beyond ±1e15", JsonText.Characters(reader.ValueSpan.Length));
            }

            reader.Skip();
        }

        return null;
    }

    private static string? NameOf(in Utf8JsonReader reader) =>
        reader.ValueTextEquals("amount"u8) ? "amount" : reader.ValueTextEquals("quantity"u8) ? "quantity" : null;
}

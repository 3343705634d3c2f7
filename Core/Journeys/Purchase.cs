using System.Text.Json;

namespace Pipeline.Core.Journeys;

/// <summary>What the metadata of an order says was bought. Whatever is not a usable JSON number counts as nothing.</summary>
public readonly record struct Purchase(decimal Amount, decimal Quantity)
{
    // The same bounds as in the rollups: sums of such numbers are exact in a decimal.
    private const decimal MaxMagnitude = 1e15m;
    private const int Decimals = 6;

    public static Purchase Read(ReadOnlyMemory<byte> metadata)
    {
        var purchase = default(Purchase);
        if (metadata.IsEmpty)
            return purchase;

        var reader = new Utf8JsonReader(metadata.Span);
        try
        {
            reader.Read();
            // Of a name given twice the last one counts.
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isAmount = reader.ValueTextEquals("amount"u8);
                var isQuantity = reader.ValueTextEquals("quantity"u8);
                reader.Read();
                if (isAmount)
                    purchase = purchase with { Amount = Number(in reader) };
                else if (isQuantity)
                    purchase = purchase with { Quantity = Number(in reader) };
                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Metadata was checked on its way in; damage to it must not hide the rest of a journey.
            return default;
        }

        return purchase;
    }

    private static decimal Number(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetDecimal(out var number) && Math.Abs(number) <= MaxMagnitude
            ? decimal.Round(number, Decimals, MidpointRounding.AwayFromZero)
            : 0;
}

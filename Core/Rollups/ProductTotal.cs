namespace Pipeline.Core.Rollups;

/// <param name="Quantity">Σ of the numeric quantities added to carts.</param>
/// <param name="Name">The name that the latest event gave the product; null when none did.</param>
/// <param name="NameAt">When it did; <c>default</c> when none did.</param>
public sealed record ProductTotal(decimal Quantity, string? Name, DateTimeOffset NameAt)
{
    /// <summary>Of two names at the same instant the ordinally greater one stays, so that the order of adding does not matter.</summary>
    public ProductTotal Plus(ProductTotal other)
    {
        var order = NameAt.CompareTo(other.NameAt);
        if (order == 0)
        {
            order = string.CompareOrdinal(Name, other.Name);
        }

        var named = order >= 0 ? this : other;
        return named with { Quantity = Quantity + other.Quantity };
    }
}

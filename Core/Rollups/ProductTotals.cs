namespace Pipeline.Core.Rollups;

/// <summary>What was added to carts, by product id. Immutable.</summary>
public sealed class ProductTotals
{
    public static readonly ProductTotals Empty = new(new Dictionary<string, ProductTotal>(), exact: true);

    internal ProductTotals(IReadOnlyDictionary<string, ProductTotal> products, bool exact) => (Products, Exact) = (products, exact);

    public IReadOnlyDictionary<string, ProductTotal> Products { get; }

    /// <summary>False when products were trimmed away here or in a part: a product's quantity may then be too low.</summary>
    public bool Exact { get; }

    public static ProductTotals Of(IEnumerable<KeyValuePair<string, ProductTotal>> products) =>
        new(products.ToDictionary(), exact: true);

    public ProductTotals Plus(ProductTotals other) => Sum([this, other]);

    /// <summary>Keeps the largest quantities (ties: lowest id).</summary>
    public ProductTotals Trim(int maxKeys) =>
        Maps.Largest(Products, maxKeys, product => product.Quantity, product => product.Name?.Length ?? 0) is { } largest ? new(largest, exact: false) : this;

    internal static ProductTotals Sum(IReadOnlyCollection<ProductTotals> parts) => new(
        Maps.Sum(parts.Select(part => part.Products), (a, b) => a.Plus(b)),
        parts.All(part => part.Exact));
}

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

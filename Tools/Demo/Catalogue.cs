namespace Pipeline.Tools.Demo;

/// <summary>What the made-up shop sells. A few products sell much more than the rest.</summary>
internal sealed class Catalogue
{
    private static readonly (string Category, decimal Price, string[] Items)[] Shelves =
    [
        ("shoes", 79.90m, ["Running Shoe", "Trail Boot", "Sneaker", "Sandal"]),
        ("clothing", 34.95m, ["Rain Jacket", "Wool Sweater", "T-Shirt", "Jeans", "Scarf"]),
        ("kitchen", 42.50m, ["Kettle", "Chef's Knife", "Frying Pan", "Espresso Cup", "Tea Pot"]),
        ("electronics", 129.00m, ["Headphones", "Phone Case", "USB-C Charger", "Desk Lamp", "Speaker"]),
        ("outdoor", 58.00m, ["Backpack", "Water Bottle", "Camping Stove", "Sleeping Bag"]),
        ("toys", 24.99m, ["Wooden Train", "Puzzle", "Board Game", "Plush Bear"]),
    ];

    private static readonly string[] Lines = ["Classic", "Light", "Pro", "Kids", "Eco"];

    private readonly List<Product> _products;

    public Catalogue(Random random) =>
        _products = [.. Shelves
            .SelectMany(shelf => shelf.Items.SelectMany(item => Lines.Select(line => (shelf.Category, shelf.Price, Name: $"{line} {item}"))))
            .OrderBy(_ => random.Next())
            .Select((product, index) => new Product(
                $"{1_000 + index}",
                product.Name,
                product.Category,
                Math.Round(product.Price * (decimal)(0.5 + 1.5 * random.NextDouble()), 2)))];

    public IReadOnlyList<Product> Products => _products;

    public Product Pick(Random random) => _products[(int)(_products.Count * Math.Pow(random.NextDouble(), 2.2))];
}

internal sealed record Product(string Id, string Name, string Category, decimal Price);

namespace Pipeline.Tools.Demo;

internal sealed record Product(string Id, string Name, string Category, decimal Price);

namespace Pipeline.Core.Rollups;

/// <summary>The values of an event's metadata that KPIs use; null when absent or of another kind.</summary>
internal readonly record struct MetadataFacts
{
    public string? Device { get; init; }

    public string? Query { get; init; }

    public decimal? ResultCount { get; init; }

    public string? ProductId { get; init; }

    public string? ProductName { get; init; }

    public decimal? Quantity { get; init; }

    public decimal? Amount { get; init; }
}

namespace Pipeline.Tools.Bench.Mongo;

/// <summary>The document of a raw event, field for field, for the driver's own class map.</summary>
internal sealed class TypedRow
{
    public required byte[] Id { get; init; }

    public required string User { get; init; }

    public required string Session { get; init; }

    public required string Type { get; init; }

    public required string Page { get; init; }

    public required string? Metadata { get; init; }

    public required long Origin { get; init; }
}

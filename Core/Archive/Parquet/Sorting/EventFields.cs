namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>The fields of an event as they lie in a buffer; texts are UTF-8.</summary>
internal readonly ref struct EventFields
{
    /// <summary>Milliseconds since 1970.</summary>
    public required long Time { get; init; }

    /// <summary>In the byte order of RFC 9562.</summary>
    public required ReadOnlySpan<byte> EventId { get; init; }

    public required ReadOnlySpan<byte> UserId { get; init; }

    public required ReadOnlySpan<byte> SessionId { get; init; }

    public required ReadOnlySpan<byte> EventType { get; init; }

    public required ReadOnlySpan<byte> Page { get; init; }

    /// <summary>Empty when there is none.</summary>
    public required ReadOnlySpan<byte> Metadata { get; init; }

    public required long Origin { get; init; }
}

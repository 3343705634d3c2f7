using System.Text;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Processing.Raw;

namespace Pipeline.Core.Archive.Parquet.DuckDb;

/// <summary>A row of a part, as DuckDB gives it.</summary>
internal sealed class EventRow
{
    public required Guid EventId { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public required long Time { get; init; }

    public required string UserId { get; init; }

    public required string SessionId { get; init; }

    public required string EventType { get; init; }

    public required string Page { get; init; }

    public required string? Metadata { get; init; }

    public required long Origin { get; init; }

    public RawEvent ToRawEvent() => new(
        new Event(
            EventId,
            DateTimeOffset.FromUnixTimeMilliseconds(Time),
            UserId,
            SessionId,
            EventType,
            Page,
            Metadata is null ? ReadOnlyMemory<byte>.Empty : Encoding.UTF8.GetBytes(Metadata)),
        Origin);
}

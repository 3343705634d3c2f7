using System.ComponentModel.DataAnnotations;
using Pipeline.Api.Ingest;

namespace Pipeline.Api.Contracts;

/// <summary>A batch as an object, for the API's description.</summary>
internal sealed record BatchRequest
{
    /// <summary>The events.</summary>
    [MaxLength(EventBatchReader.MaxEvents)]
    public required IReadOnlyList<EventRequest> Events { get; init; }
}

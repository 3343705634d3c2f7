using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Pipeline.Api.Ingest;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Api.Contracts;

/// <summary>One user event, for the API's description: bodies are checked without deserializing them.</summary>
internal sealed record EventRequest
{
    /// <summary>Assigned when absent. With an id the timestamp is required: together they identify the event, which counts once.</summary>
    public Guid? EventId { get; init; }

    /// <summary>The user.</summary>
    [StringLength(EventLimits.MaxIdLength, MinimumLength = 1)]
    public required string UserId { get; init; }

    /// <summary>The session.</summary>
    [StringLength(EventLimits.MaxIdLength, MinimumLength = 1)]
    public required string SessionId { get; init; }

    /// <summary>Any type. PAGE_VIEW, SEARCH, ADD_TO_CART, REMOVE_FROM_CART, ORDER_PLACED and SCROLL_DEPTH feed the reports.</summary>
    [StringLength(EventLimits.MaxEventTypeLength, MinimumLength = 1)]
    [RegularExpression("^[A-Z0-9_]+$")]
    public required string EventType { get; init; }

    /// <summary>The page.</summary>
    [StringLength(EventLimits.MaxPageLength, MinimumLength = 1)]
    public required string Page { get; init; }

    /// <summary>ISO 8601 with offset, at most 24 hours ahead; the time of receipt when absent.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>At most 8 KiB and 5 levels. Reports use device, browser, productId, productName, price, quantity, amount, query, resultCount.</summary>
    public JsonObject? Metadata { get; init; }
}

/// <summary>A batch as an object, for the API's description.</summary>
internal sealed record BatchRequest
{
    /// <summary>The events.</summary>
    [MaxLength(EventBatchReader.MaxEvents)]
    public required IReadOnlyList<EventRequest> Events { get; init; }
}

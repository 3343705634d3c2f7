using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Storing.Retries;

namespace Pipeline.Api.Contracts;

/// <summary>Which failed batches are meant, as the list takes it; what is absent does not restrict them.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record FailedBatchFilter
{
    /// <summary>The exact code, such as <c>invalid.userId</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>drain, deadLetterSweep or retry.</summary>
    public string? Source { get; init; }

    /// <summary>event, profile or message.</summary>
    public string? Kind { get; init; }

    /// <summary>First seen on this calendar day or at this time, or later; with <c>to</c>.</summary>
    public string? From { get; init; }

    /// <summary>First seen on this calendar day or at this time, or before.</summary>
    public string? To { get; init; }

    /// <summary>Literally a part of id, detail or payload.</summary>
    public string? Text { get; init; }
}

/// <summary>A selection: <c>ids</c> or <c>filter</c>; an empty filter means all that are open.</summary>
internal interface IFailedBatchSelection
{
    IReadOnlyList<string>? Ids { get; }

    FailedBatchFilter? Filter { get; }
}

/// <summary>What to retry, and how carefully.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RetryRequest : IFailedBatchSelection
{
    /// <summary>At most 1,000.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Instead of <c>ids</c>; <c>{}</c> means all that are open.</summary>
    public FailedBatchFilter? Filter { get; init; }

    /// <summary>Most to try in a second, 1 to 10,000; 500 when absent.</summary>
    public int? PerSecond { get; init; }

    /// <summary>Share of a stage that may fail, 0 to 1; 0.2 when absent.</summary>
    public double? MaxFailedShare { get; init; }

    /// <summary>Only says what would become of the first 1,000.</summary>
    public bool DryRun { get; init; }

    /// <summary>For edit-and-retry: what to change in each payload first.</summary>
    public IReadOnlyList<PayloadRule>? Rules { get; init; }
}

/// <summary>A payload as it should have been.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record EditRequest
{
    /// <summary>The event or profile as a JSON object; the body of a whole message as a string.</summary>
    public JsonElement? Payload { get; init; }
}

/// <summary>What is not needed, and why.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DiscardRequest : IFailedBatchSelection
{
    /// <summary>At most 1,000.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>Instead of <c>ids</c>; <c>{}</c> means all that are open.</summary>
    public FailedBatchFilter? Filter { get; init; }

    /// <summary>Why; kept with each.</summary>
    public string? Reason { get; init; }
}

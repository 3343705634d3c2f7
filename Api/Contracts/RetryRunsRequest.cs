using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>Which failed runs to do again: those with these ids, or those that all the other members let through.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RetryRunsRequest
{
    /// <summary>Runs by their ids, at most 1,000.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The job's name.</summary>
    public string? Job { get; init; }

    /// <summary><c>failed</c>, <c>interrupted</c> or <c>canceled</c>; <c>failed</c> when absent.</summary>
    public string? State { get; init; }

    /// <summary>The first day (yyyy-MM-dd) or time with offset of their queueing.</summary>
    public string? From { get; init; }

    /// <summary>The last day or time, included.</summary>
    public string? To { get; init; }
}

using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>Which days to rebuild. Give both or neither; neither means everything.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RebuildRequest
{
    /// <summary>First calendar day of the reporting time zone, yyyy-MM-dd.</summary>
    public string? From { get; init; }

    /// <summary>Last calendar day, included.</summary>
    public string? To { get; init; }
}

/// <param name="RunId">The run that was queued; see <c>/api/ops/runs/{id}</c>.</param>
internal sealed record RunReceipt(string RunId);

using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Core;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>Bodies that name the days on which a job is to work.</summary>
internal static class RequestedDays
{
    // Enough for two days.
    private const int MaxBytes = 1_024;

    /// <summary>The days, null for all of them; or the rule that the body breaks.</summary>
    public static async Task<(ReportingRange? Days, Fault? Fault)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // Only a script from our own origin can send JSON: a form on another site cannot start anything.
        RequestBody.CheckType(request, "application/json");
        var asked = await RequestBody.ReadJsonAsync(request, ApiJsonContext.Default.RebuildRequest, MaxBytes, cancellationToken);
        return string.IsNullOrWhiteSpace(asked.From) && string.IsNullOrWhiteSpace(asked.To) ? (null, null)
            : ReportingRangeParser.TryParseDays(asked.From, asked.To, out var range, out var fault) ? (range.Value, null)
            : (null, fault);
    }

    /// <summary>The answer when a run is queued.</summary>
    public static Accepted<DataResponse<RunReceipt>> Accepted(string runId) =>
        TypedResults.Accepted($"/api/ops/runs/{runId}", new DataResponse<RunReceipt>(new(runId)));
}

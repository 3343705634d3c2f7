using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;
using Pipeline.Api.Status;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Jobs;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Endpoints;

internal static class OpsEndpoints
{
    // Enough for two days.
    private const int MaxRebuildBytes = 1_024;

    public static IEndpointRouteBuilder MapOpsEndpoints(this IEndpointRouteBuilder routes)
    {
        var ops = routes.MapGroup("/api/ops").WithTags("Operations").RequireAccess(Access.Operator).WithShare(WorkKind.Operations);
        ops.MapGet("/status", GetStatusAsync).WithName("GetStatus").WithSummary("Queue, rollups, quarantine and ledger at a glance");
        ops.MapGet("/status/history", GetStatusHistory).WithName("GetStatusHistory").WithSummary("How the numbers of the status were in the last hour")
            .WithDescription("A sample every 30 seconds, oldest first, from since this process runs.");
        ops.MapPost("/rollups/rebuild", RebuildAsync).WithName("RebuildRollups").WithSummary("Fold the rollups of chosen days again from raw events")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone, both included, at most 10 years; "
                + "`{}` means everything. 202 means that the run is queued; numbers stay available meanwhile.").WithRebuildBody();
        ops.MapLedgerEndpoints().MapAlarmEndpoints().MapFailedBatchEndpoints();
        ops.MapRunEndpoints();
        return routes;
    }

    private static async Task<Ok<DataResponse<OpsStatus>>> GetStatusAsync(StatusReader status, CancellationToken cancellationToken) =>
        TypedResults.Ok(new DataResponse<OpsStatus>(await status.ReadAsync(cancellationToken)));

    private static Ok<DataResponse<IReadOnlyList<StatusSample>>> GetStatusHistory(StatusHistory history) =>
        TypedResults.Ok(new DataResponse<IReadOnlyList<StatusSample>>(history.Read()));

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, BadRequest<ErrorResponse>>> RebuildAsync(
        HttpRequest request, JobStarter jobs, CancellationToken cancellationToken)
    {
        // Only a script from our own origin can send JSON: a form on another site cannot start anything.
        RequestBody.CheckType(request, "application/json");
        var asked = await RequestBody.ReadJsonAsync(request, ApiJsonContext.Default.RebuildRequest, MaxRebuildBytes, cancellationToken);
        var days = new RebuildRollupsArguments();
        if (!(string.IsNullOrWhiteSpace(asked.From) && string.IsNullOrWhiteSpace(asked.To)))
        {
            if (!ReportingRangeParser.TryParseDays(asked.From, asked.To, out var range, out var fault))
            {
                return Refusal.BadRequest(fault);
            }

            days = new RebuildRollupsArguments(range.Value.From, range.Value.To);
        }

        var runId = jobs.Start(JobTable.RebuildRollups, days);
        return TypedResults.Accepted($"/api/ops/runs/{runId}", new DataResponse<RunReceipt>(new(runId)));
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;
using Pipeline.Api.Status;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Jobs;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Endpoints;

internal static class OpsEndpoints
{
    public static IEndpointRouteBuilder MapOpsEndpoints(this IEndpointRouteBuilder routes)
    {
        var ops = routes.MapGroup("/api/ops").WithTags("Operations").RequireAccess(Access.Operator).WithShare(WorkKind.Operations);
        ops.MapGet("/status", GetStatusAsync).WithName("GetStatus").WithSummary("Queue, rollups, quarantine and ledger at a glance");
        ops.MapGet("/status/history", GetStatusHistory).WithName("GetStatusHistory").WithSummary("How the numbers of the status were in the last hour")
            .WithDescription("A sample every 30 seconds, oldest first, from since this process runs.");
        ops.MapPost("/rollups/rebuild", RebuildAsync).WithName("RebuildRollups").WithSummary("Fold the rollups of chosen days again from their events")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone, both included, at most 10 years; "
                + "`{}` means everything. 202 means that the run is queued; numbers stay available meanwhile.").WithRebuildBody();
        ops.MapPost("/rebuild", RebuildAsync).WithName("Rebuild").WithSummary("The same as /api/ops/rollups/rebuild").WithRebuildBody();
        ops.MapLedgerEndpoints().MapAlarmEndpoints().MapFailedBatchEndpoints().MapArchiveEndpoints();
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
        var (days, fault) = await RequestedDays.ReadAsync(request, cancellationToken);
        return fault is null
            ? RequestedDays.Accepted(jobs.Start(JobTable.RebuildRollups, new RebuildRollupsArguments(days?.From, days?.To)))
            : Refusal.BadRequest(fault);
    }
}

using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Api.Security;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
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
        ops.MapPost("/rollups/rebuild", RebuildAsync).WithName("RebuildRollups").WithSummary("Fold the rollups of chosen days again from raw events")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone, both included, at most 10 years; "
                + "`{}` means everything. 202 means that the run is queued; numbers stay available meanwhile.").WithRebuildBody();
        ops.MapLedgerEndpoints().MapAlarmEndpoints().MapFailedBatchEndpoints();
        ops.MapRunEndpoints();
        return routes;
    }

    private static async Task<Ok<DataResponse<OpsStatus>>> GetStatusAsync(
        IEventQueue queue,
        IDirtySlices dirty,
        IRollupProgress rollups,
        ReportingCalendar calendar,
        IQuarantineStore quarantine,
        Bookkeeper bookkeeper,
        IProbeStore probes,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await queue.GetStatusAsync(cancellationToken);
        var behind = await dirty.GetStatusAsync(cancellationToken);
        return TypedResults.Ok(new DataResponse<OpsStatus>(new(
            new(waiting.Visible, waiting.InFlight, AgeSeconds(waiting.OldestSentAt, now), waiting.DeadLetters),
            new(
                behind.Waiting,
                await rollups.GetCompleteThroughAsync(calendar.Zone, cancellationToken),
                new(behind.SetAside, behind.OldestSetAside)),
            new(await quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken)),
            new(),
            OpsStatus.LedgerState.Of(await bookkeeper.ReadAsync(cancellationToken)),
            OpsStatus.ProbeState.Of(
                ProbeJourneys.Of(await probes.GetLatestAsync(ProbeJourneys.Window, cancellationToken)), now))));
    }

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

    // Clocks of other machines may be ahead of ours.
    private static double AgeSeconds(DateTimeOffset? sentAt, DateTimeOffset now) =>
        sentAt < now ? Math.Round((now - sentAt.Value).TotalSeconds, 3) : 0;
}

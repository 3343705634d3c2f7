using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.Limits;
using Pipeline.Api.OpenApi;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;
using Pipeline.Jobs;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Endpoints;

internal static class OpsEndpoints
{
    private const int DefaultRuns = 50;
    private const int MaxRuns = 200;

    // Enough for two days.
    private const int MaxRebuildBytes = 1_024;

    public static IEndpointRouteBuilder MapOpsEndpoints(this IEndpointRouteBuilder routes)
    {
        var ops = routes.MapGroup("/api/ops").WithTags("Operations").WithShare(WorkKind.Operations);
        ops.MapGet("/status", GetStatusAsync).WithName("GetStatus").WithSummary("Queue, rollups, quarantine and ledger at a glance");
        ops.MapGet("/runs", GetRunsAsync).WithName("GetRuns").WithSummary("Job runs, newest first")
            .WithDescription("`job` names one job; `limit` is 1 to 200, default 50.");
        ops.MapGet("/runs/{id}", GetRunAsync).WithName("GetRun").WithSummary("One job run")
            .WithDescription("`progress` counts the job's own units of work and is written about once a second while it runs.");
        ops.MapPost("/rollups/rebuild", RebuildAsync).WithName("RebuildRollups").WithSummary("Fold the rollups of chosen days again from raw events")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone, both included, at most 10 years; "
                + "`{}` means everything. 202 means that the run is queued; numbers stay available meanwhile.").WithRebuildBody();
        ops.MapLedgerEndpoints().MapAlarmEndpoints().MapFailedBatchEndpoints();
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

    private static async Task<Results<Ok<DataResponse<IReadOnlyList<JobRun>>>, BadRequest<ErrorResponse>>> GetRunsAsync(
        string? job, string? limit, IRunHistory runs, CancellationToken cancellationToken) =>
        QueryText.TryReadLimit(limit, DefaultRuns, MaxRuns, out var count, out var fault)
            ? TypedResults.Ok(new DataResponse<IReadOnlyList<JobRun>>(
                await runs.GetRecentAsync(string.IsNullOrWhiteSpace(job) ? null : job.Trim().ToLowerInvariant(), count.Value, cancellationToken)))
            : Refusal.BadRequest(fault);

    private static async Task<Results<Ok<DataResponse<JobRun>>, NotFound<ErrorResponse>>> GetRunAsync(
        string id, IRunHistory runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) is { } run
            ? TypedResults.Ok(new DataResponse<JobRun>(run))
            : Refusal.NotFound("There is no such run, or its history has been removed.");

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

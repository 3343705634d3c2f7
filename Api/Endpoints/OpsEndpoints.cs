using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Endpoints;

internal static class OpsEndpoints
{
    private const int DefaultRuns = 50;
    private const int MaxRuns = 200;

    public static IEndpointRouteBuilder MapOpsEndpoints(this IEndpointRouteBuilder routes)
    {
        var ops = routes.MapGroup("/api/ops").WithTags("Operations").ReadFor(WorkKind.Operations);
        ops.MapGet("/status", GetStatusAsync).WithName("GetStatus").WithSummary("Queue, rollups, quarantine and ledger at a glance");
        ops.MapGet("/runs", GetRunsAsync).WithName("GetRuns").WithSummary("Job runs, newest first")
            .WithDescription("`job` names one job; `limit` is 1 to 200, default 50.");
        return routes;
    }

    private static async Task<Ok<DataResponse<OpsStatus>>> GetStatusAsync(
        IEventQueue queue,
        IDirtySlices dirty,
        IRollupStore rollups,
        ReportingCalendar calendar,
        IQuarantineStore quarantine,
        ILedger ledger,
        IOptions<LedgerOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await queue.GetStatusAsync(cancellationToken);
        var behind = await dirty.GetStatusAsync(cancellationToken);
        return TypedResults.Ok(new DataResponse<OpsStatus>(new(
            new(waiting.Visible, waiting.InFlight, AgeSeconds(waiting.OldestSentAt, now), waiting.DeadLetters),
            new(behind.Count, await rollups.GetCompleteThroughAsync(calendar.Zone, cancellationToken)),
            new(await quarantine.CountOpenAsync(cancellationToken)),
            new(),
            await ledger.GetTotalsAsync(now - options.Value.GapAfter, cancellationToken))));
    }

    private static async Task<Results<Ok<DataResponse<IReadOnlyList<JobRun>>>, BadRequest<ErrorResponse>>> GetRunsAsync(
        string? job, string? limit, IRunLedger runs, CancellationToken cancellationToken) =>
        QueryText.TryReadLimit(limit, DefaultRuns, MaxRuns, out var count, out var fault)
            ? TypedResults.Ok(new DataResponse<IReadOnlyList<JobRun>>(
                await runs.GetRecentAsync(string.IsNullOrEmpty(job) ? null : job, count.Value, cancellationToken)))
            : Refusal.BadRequest(fault);

    // Clocks of other machines may be ahead of ours.
    private static double AgeSeconds(DateTimeOffset? sentAt, DateTimeOffset now) =>
        sentAt < now ? Math.Round((now - sentAt.Value).TotalSeconds, 3) : 0;
}

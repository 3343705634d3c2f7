using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Api.OpenApi;
using Pipeline.Core;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Endpoints;

/// <summary>The history of job runs, and what operators do with runs.</summary>
internal static class RunEndpoints
{
    private const int DefaultRuns = 50;
    private const int MaxRuns = 200;
    private const int MaxIds = 1_000;

    // Enough for that many ids.
    private const int MaxRetryBytes = 64 * 1_024;

    public static RouteGroupBuilder MapRunEndpoints(this RouteGroupBuilder ops)
    {
        ops.MapGet("/runs", GetRunsAsync).WithName("GetRuns").WithSummary("Job runs, newest first")
            .WithDescription("`job` names one job; `state` is queued, running, succeeded, failed, interrupted, canceled or skipped; `from` and "
                + "`to` are calendar days (yyyy-MM-dd) of the reporting time zone or times with offset, both included, between which a run was "
                + "queued; `text` is matched literally against the job's name, its arguments and the name of who started it, ignoring the case "
                + "of ASCII letters. `limit` is 1 to 200, default 50. `total` says how many there are; to get the rest, send `next` as `cursor`.");
        ops.MapGet("/runs/{id}", GetRunAsync).WithName("GetRun").WithSummary("One job run")
            .WithDescription("`progress` counts the job's own units of work and is written about once a second while it runs.");
        ops.MapPost("/runs/retry", RetryAsync).WithName("RetryRuns").WithSummary("Do the work of failed runs again")
            .WithDescription("Either `ids`, or at least one of `job`, `from` with `to`, and `state`. Each different work (a job with its "
                + "arguments) is started once, however many runs failed at it; runs that have been retried before, have succeeded or have not "
                + "ended are left out. `retried` says how many runs that were, at most 10,000; `started` has the new runs.").WithRetryBody();
        ops.MapPost("/runs/{id}/cancel", CancelAsync).WithName("CancelRun").WithSummary("Stop a run that waits or is at work")
            .WithDescription("The Content-Type must be application/json; the body is not read. 202 means that the run is told to stop, which takes one at work "
                + "some seconds; 409 that it has ended already.");
        return ops;
    }

    private static async Task<Results<Ok<PagedResponse<JobRun>>, BadRequest<ErrorResponse>>> GetRunsAsync(
        string? job,
        string? state,
        string? from,
        string? to,
        string? text,
        string? limit,
        string? cursor,
        IRunHistory runs,
        ReportingCalendar calendar,
        CancellationToken cancellationToken)
    {
        if (!RunQuery.TryRead(new(job, state, from, to, text), calendar, out var filter, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultRuns, MaxRuns, out var count, out fault)
            || !RunQuery.TryReadCursor(cursor, out var after, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        // One more than there is room for: it shows whether there are more.
        var found = await runs.GetAsync(filter, after, count.Value + 1, cancellationToken);
        JobRun[] shown = [.. found.Take(count.Value)];
        return TypedResults.Ok(new PagedResponse<JobRun>(
            shown,
            await runs.CountAsync(filter, cancellationToken),
            found.Count > shown.Length ? RunCursor.After(shown[^1]).ToString() : null));
    }

    private static async Task<Results<Ok<DataResponse<JobRun>>, NotFound<ErrorResponse>>> GetRunAsync(
        string id, IRunHistory runs, CancellationToken cancellationToken) =>
        await runs.FindAsync(id, cancellationToken) is { } run ? TypedResults.Ok(new DataResponse<JobRun>(run)) : NoSuchRun();

    private static async Task<Results<Accepted<DataResponse<RetriedRuns>>, BadRequest<ErrorResponse>>> RetryAsync(
        HttpRequest request, RunControl control, ReportingCalendar calendar, CancellationToken cancellationToken)
    {
        // As for a rebuild: a form on another site cannot say that it is JSON.
        RequestBody.CheckType(request, "application/json");
        var asked = await RequestBody.ReadJsonAsync(request, ApiJsonContext.Default.RetryRunsRequest, MaxRetryBytes, cancellationToken);
        var query = new RunQuery(asked.Job, asked.State, asked.From, asked.To, Text: null);
        RetriedRuns receipt;
        if (asked.Ids is { } ids)
        {
            if (ids.Count is 0 or > MaxIds || ids.Any(string.IsNullOrEmpty) || !query.IsEmpty)
            {
                return Refusal.BadRequest(new("ids", $"must be 1 to {MaxIds:N0} ids, without other members", $"{ids.Count} ids"));
            }

            receipt = await control.RetryAsync([.. ids], StartedBy.Api, cancellationToken);
        }
        else
        {
            var fault = query.IsEmpty ? new Fault("body", "must say which runs: ids, or at least one of job, state, from with to") : null;
            if (fault is not null || !RunQuery.TryRead(query, calendar, out var filter, out fault))
            {
                return Refusal.BadRequest(fault);
            }

            if (filter.State is not (null or RunState.Failed or RunState.Interrupted or RunState.Canceled))
            {
                return Refusal.BadRequest(new("state", "must be failed, interrupted or canceled"));
            }

            receipt = await control.RetryAsync(filter with { State = filter.State ?? RunState.Failed }, StartedBy.Api, cancellationToken);
        }

        return TypedResults.Accepted("/api/ops/runs", new DataResponse<RetriedRuns>(receipt));
    }

    private static async Task<Results<Accepted<DataResponse<RunReceipt>>, NotFound<ErrorResponse>, Conflict<ErrorResponse>>> CancelAsync(
        string id, HttpRequest request, RunControl control, CancellationToken cancellationToken)
    {
        // A form on another site cannot say that it is JSON.
        RequestBody.CheckType(request, "application/json");
        return await control.CancelAsync(id, cancellationToken) switch
        {
            CancelOutcome.Unknown => NoSuchRun(),
            CancelOutcome.HasEnded => TypedResults.Conflict(new ErrorResponse("The run has ended already.", StatusCodes.Status409Conflict)),
            _ => TypedResults.Accepted($"/api/ops/runs/{Uri.EscapeDataString(id)}", new DataResponse<RunReceipt>(new(id))),
        };
    }

    private static NotFound<ErrorResponse> NoSuchRun() => Refusal.NotFound("There is no such run, or its history has been removed.");
}

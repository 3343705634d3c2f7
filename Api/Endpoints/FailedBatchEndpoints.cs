using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.OpenApi;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

/// <summary>What could not be stored: found and explained here, dealt with in <see cref="FailedBatchChanges"/>.</summary>
internal static class FailedBatchEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static RouteGroupBuilder MapFailedBatchEndpoints(this RouteGroupBuilder ops)
    {
        ops.MapGet("/failed-batches", ListAsync).WithName("GetFailedBatches").WithSummary("What could not be stored, latest first")
            .WithDescription("Filters by `reason` (the exact code), `source` (drain, deadLetterSweep, retry), `kind` (event, profile, message), `state` "
                + "(open, retrying, resolved, discarded, all; open by default), `from` and `to` (days of the reporting zone or times with offset, both "
                + "included) and `text` (literally a part of id, detail or payload). `groups` counts all of them by reason and state. `limit` is "
                + "1 to 500, default 50; to get the rest, send `next` as `cursor`.");
        ops.MapGet("/failed-batches/export", ExportAsync).WithName("ExportFailedBatches").WithSummary("A selection as NDJSON, payloads included")
            .WithDescription("The same filters; one failed batch a line, latest first.").Produces<string>(contentType: "application/x-ndjson");
        ops.MapGet("/failed-batches/{id}", GetAsync).WithName("GetFailedBatch").WithSummary("One of them, with payload and history");
        ops.MapPost("/failed-batches/retry", FailedBatchChanges.RetryAsync).WithName("RetryFailedBatches").WithSummary("Try to store them again")
            .WithDescription("`ids` or `filter` (`{}` means all that are open). Tries 1, then 10, then 100, then the rest by thousands, at most `perSecond`, "
                + "and stops when more than `maxFailedShare` of a stage fails. 202 names the run; its result says how many are new, were already "
                + "there, or failed again, by reason. `dryRun` says what would become of the first 1,000 and changes nothing. 404 when nothing is open or "
                + "an id is unknown, 409 when somebody has dealt with one of the ids.").WithJsonBody<RetryRequest>("""{"filter":{"reason":"invalid.userId"},"dryRun":true}""")
            .Produces<DataResponse<RetryReceipt>>().Produces<DataResponse<RetryReceipt>>(StatusCodes.Status202Accepted);
        ops.MapPost("/failed-batches/edit-and-retry", FailedBatchChanges.EditGroupAsync).WithName("EditFailedBatches").WithSummary("Mend the payloads of a group by rule, then retry")
            .WithDescription("As retry, with `rules`: `set` (path, value), `rename` (path, to), `remove` (path), `cast` (path, to: string, number or "
                + "boolean). A path is a JSON pointer. The original payloads are kept. `dryRun` shows a sample before and after.")
            .WithJsonBody<RetryRequest>("""{"filter":{"reason":"invalid.userId"},"rules":[{"op":"rename","path":"/usr","to":"userId"}],"dryRun":true}""")
            .Produces<DataResponse<RetryReceipt>>().Produces<DataResponse<RetryReceipt>>(StatusCodes.Status202Accepted);
        ops.MapPost("/failed-batches/{id}/edit-and-retry", FailedBatchChanges.EditAsync).WithName("EditFailedBatch").WithSummary("Mend one payload by hand, then retry")
            .WithDescription("The payload is checked as ingest does. The original is kept. 409 when somebody has dealt with it.")
            .WithJsonBody<EditRequest>("""{"payload":{"userId":"u-1842","sessionId":"s-77120","eventType":"PAGE_VIEW","page":"/home"}}""")
            .Produces<DataResponse<RetryReceipt>>(StatusCodes.Status202Accepted);
        ops.MapPost("/failed-batches/discard", FailedBatchChanges.DiscardAsync).WithName("DiscardFailedBatches").WithSummary("Give up what is not needed")
            .WithDescription("`ids` or `filter` as for retry, and a `reason`. They are kept, and stay rejected or quarantined in the ledger.")
            .WithJsonBody<DiscardRequest>("""{"ids":["0197f0a47a357c119d3e2b8f0c6a5e11-41"],"reason":"a test shop"}""").Produces<DataResponse<DiscardReceipt>>();
        return ops;
    }

    private static async Task<Results<Ok<FailedBatchesResponse>, BadRequest<ErrorResponse>>> ListAsync(
        [AsParameters] FailedBatchQuery query,
        string? limit,
        string? cursor,
        IQuarantineStore quarantine,
        ReportingCalendar calendar,
        CancellationToken cancellationToken)
    {
        if (!query.TryRead(calendar, out var filter, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault)
            || !FailedBatchCursor.TryRead(cursor, out var after, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        // One more than there is room for: it shows whether there are more.
        var found = await quarantine.ListAsync(filter, after, count.Value + 1, cancellationToken);
        var shown = found.Take(count.Value).ToList();
        var groups = await quarantine.GroupAsync(filter, cancellationToken);
        return TypedResults.Ok(new FailedBatchesResponse(
            shown.ConvertAll(FailedBatch.InList),
            groups.Sum(group => group.Count),
            groups,
            found.Count > shown.Count ? FailedBatchCursor.After(shown[^1]) : null));
    }

    private static async Task<Results<EmptyHttpResult, BadRequest<ErrorResponse>>> ExportAsync(
        [AsParameters] FailedBatchQuery query,
        HttpResponse response,
        IQuarantineStore quarantine,
        ReportingCalendar calendar,
        CancellationToken cancellationToken)
    {
        if (!query.TryRead(calendar, out var filter, out var fault))
        {
            return Refusal.BadRequest(fault);
        }

        response.ContentType = "application/x-ndjson; charset=utf-8";
        response.Headers.ContentDisposition = "attachment; filename=\"failed-batches.ndjson\"";
        QuarantinePosition? after = null;
        do
        {
            var page = await quarantine.ListAsync(filter, after, MaxLimit, cancellationToken);
            foreach (var entry in page)
            {
                await JsonSerializer.SerializeAsync(
                    response.Body, FailedBatch.Whole(entry), OpsJsonContext.Default.FailedBatch, cancellationToken);
                await response.Body.WriteAsync("\n"u8.ToArray(), cancellationToken);
            }

            after = page.Count < MaxLimit ? null : QuarantinePosition.After(page[^1]);
        }
        while (after is not null);
        return TypedResults.Empty;
    }

    private static async Task<Results<Ok<DataResponse<FailedBatch>>, NotFound<ErrorResponse>>> GetAsync(
        string id, IQuarantineStore quarantine, CancellationToken cancellationToken) =>
        await quarantine.FindAsync(id, cancellationToken) is { } entry
            ? TypedResults.Ok(new DataResponse<FailedBatch>(FailedBatch.Whole(entry)))
            : Refusal.NotFound("There is no such failed batch.");
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Core;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Storing.Retries;
using Pipeline.Jobs.FailedBatches;

namespace Pipeline.Api.Endpoints;

/// <summary>Failed batches mended, retried and given up.</summary>
internal static class FailedBatchChanges
{
    private const int MaxBodyBytes = 2 * EnvelopeCodec.MaxBodyLength;
    private const int MaxPreviewed = QuarantineFilter.MaxIds;
    private const int SampleSize = 20;
    private const int MaxReasonLength = 500;

    public static async Task<IResult> RetryAsync(
        HttpContext context, IQuarantineStore quarantine, RetryStarter retries, RetryPreview preview, ReportingCalendar calendar)
    {
        var asked = await ReadAsync(context, OpsJsonContext.Default.RetryRequest);
        return asked.Rules is not null
            ? Refusal.BadRequest(new Fault("rules", "belong to edit-and-retry"))
            : await RetryAllAsync(context, asked, [], quarantine, retries, preview, calendar);
    }

    public static async Task<IResult> EditGroupAsync(
        HttpContext context, IQuarantineStore quarantine, RetryStarter retries, RetryPreview preview, ReportingCalendar calendar)
    {
        var asked = await ReadAsync(context, OpsJsonContext.Default.RetryRequest);
        return PayloadEditor.TryCheck(asked.Rules ?? [], out var fault)
            ? await RetryAllAsync(context, asked, asked.Rules!, quarantine, retries, preview, calendar)
            : Refusal.BadRequest(fault);
    }

    public static async Task<IResult> EditAsync(
        string id, HttpContext context, IQuarantineStore quarantine, EntryDecoder decoder, RetryStarter retries)
    {
        var asked = await ReadAsync(context, OpsJsonContext.Default.EditRequest);
        if (await quarantine.FindAsync(id, context.RequestAborted) is not { } entry)
        {
            return Refusal.NotFound("There is no such failed batch.");
        }

        if (entry.State != QuarantineState.Open)
        {
            return Conflict($"It is {QueryText.WordOf(entry.State)}, not open.");
        }

        var text = asked.Payload switch
        {
            { ValueKind: JsonValueKind.String } body => body.GetString()!,
            { ValueKind: JsonValueKind.Object } json => json.GetRawText(),
            _ => null,
        };
        if (text is null)
        {
            return Refusal.BadRequest(new Fault("payload", "must be a JSON object, or the body of a message as a string"));
        }

        if (!decoder.TryPrepare(entry, text, out var payload, out var fault))
        {
            return Refusal.BadRequest(fault);
        }

        return await retries.StartAsync(entry, payload, Operator.NameOf(context), context.RequestAborted) is { } started
            ? Started(started)
            : Conflict("Somebody else was faster: it has been changed.");
    }

    public static async Task<IResult> DiscardAsync(
        HttpContext context, IQuarantineStore quarantine, ReportingCalendar calendar, TimeProvider time)
    {
        var asked = await ReadAsync(context, OpsJsonContext.Default.DiscardRequest);
        var reason = asked.Reason?.Trim();
        var fault = reason is null or "" ? new Fault("reason", "is required")
            : reason.Length > MaxReasonLength ? new Fault("reason", $"must be at most {MaxReasonLength} characters", $"{reason.Length} characters")
            : null;
        if (fault is not null || !FailedBatchSelection.TryRead(asked, calendar, out var filter, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        if (await FailedBatchSelection.FindFaultAsync(filter, quarantine, context.RequestAborted) is { } refused)
        {
            return TypedResults.Json(refused, OpsJsonContext.Default.ErrorResponse, statusCode: refused.Status);
        }

        var change = new QuarantineChange(time.GetUtcNow(), Operator.NameOf(context), QuarantineAction.Discarded, reason);
        return TypedResults.Ok(new DataResponse<DiscardReceipt>(new(await quarantine.DiscardAsync(filter, change, context.RequestAborted))));
    }

    private static async Task<IResult> RetryAllAsync(
        HttpContext context,
        RetryRequest asked,
        IReadOnlyList<PayloadRule> rules,
        IQuarantineStore quarantine,
        RetryStarter retries,
        RetryPreview preview,
        ReportingCalendar calendar)
    {
        var perSecond = asked.PerSecond ?? RetryFailedBatchesArguments.DefaultPerSecond;
        var maxFailedShare = asked.MaxFailedShare ?? RetryFailedBatchesArguments.DefaultMaxFailedShare;
        var fault = perSecond is < 1 or > 10_000 ? new Fault("perSecond", "must be a whole number from 1 to 10,000")
            : maxFailedShare is >= 0 and <= 1 ? null
            : new Fault("maxFailedShare", "must be a number from 0 to 1");
        if (fault is not null || !FailedBatchSelection.TryRead(asked, calendar, out var filter, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        if (await FailedBatchSelection.FindFaultAsync(filter, quarantine, context.RequestAborted) is { } refused)
        {
            return TypedResults.Json(refused, OpsJsonContext.Default.ErrorResponse, statusCode: refused.Status);
        }

        if (asked.DryRun || rules.Count > 0)
        {
            var entries = await quarantine.ListAsync(filter, after: null, MaxPreviewed, context.RequestAborted);
            if (rules.Count > 0 && entries.All(entry => PayloadEditor.Apply(entry.CurrentPayload, rules) == entry.CurrentPayload))
            {
                return Refusal.BadRequest(new Fault("rules", "would change nothing in these failed batches"));
            }

            if (asked.DryRun)
            {
                var foreseen = await preview.PreviewAsync(entries, rules, context.RequestAborted);
                return TypedResults.Ok(new DataResponse<RetryReceipt>(
                    Foretell(await quarantine.CountAsync(filter, context.RequestAborted), foreseen)));
            }
        }

        var options = new RetryOptions(rules.Count > 0 ? rules : null, perSecond, maxFailedShare);
        return await retries.StartAsync(filter, Operator.NameOf(context), options, context.RequestAborted) is { } started
            ? Started(started)
            : Conflict("Somebody else was faster: none of these is open any more.");
    }

    private static RetryReceipt Foretell(long selected, IReadOnlyList<PreviewedEntry> foreseen) => new(
        RunId: null,
        selected,
        [
            .. foreseen.GroupBy(entry => (entry.Reason, entry.Forecast))
                .Select(group => new ForecastCount(group.Key.Reason, group.Key.Forecast, group.Count()))
                .OrderByDescending(group => group.Count).ThenBy(group => group.Reason, StringComparer.Ordinal),
        ],
        // Those that change are what somebody wants to look at.
        [.. foreseen.OrderBy(entry => entry.Before == entry.After).Take(SampleSize)]);

    private static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
    {
        // Only a script from our own origin can send JSON: a form on another site cannot start anything.
        RequestBody.CheckType(context.Request, "application/json");
        return await RequestBody.ReadJsonAsync(context.Request, type, MaxBodyBytes, context.RequestAborted);
    }

    private static Accepted<DataResponse<RetryReceipt>> Started(StartedRetry retry) => TypedResults.Accepted(
        $"/api/ops/runs/{retry.RunId}", new DataResponse<RetryReceipt>(new(retry.RunId, retry.Claimed)));

    private static JsonHttpResult<ErrorResponse> Conflict(string message) => TypedResults.Json(
        new ErrorResponse(message, StatusCodes.Status409Conflict), OpsJsonContext.Default.ErrorResponse, statusCode: StatusCodes.Status409Conflict);
}

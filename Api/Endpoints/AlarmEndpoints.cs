using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Ingest;
using Pipeline.Core;
using Pipeline.Core.Alarms;
using Pipeline.Core.Plumbing.Paging;

namespace Pipeline.Api.Endpoints;

/// <summary>What somebody should look at.</summary>
internal static class AlarmEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static RouteGroupBuilder MapAlarmEndpoints(this RouteGroupBuilder ops)
    {
        ops.MapGet("/alarms", ListAsync).WithName("GetAlarms").WithSummary("Alarms, open ones first, latest first")
            .WithDescription("`state` is open, cleared or all (default). `limit` is 1 to 500, default 50; to get the rest, send `next` as `cursor`.");
        ops.MapPost("/alarms/{id}/acknowledge", AcknowledgeAsync).WithName("AcknowledgeAlarm").WithSummary("Say that you look after an alarm")
            .WithDescription("The first one to say so stays. Send `Content-Type: application/json`; the body is not read. The alarm stays open until "
                + "what it is about is over.");
        return ops;
    }

    private static async Task<Results<Ok<AlarmsResponse>, BadRequest<ErrorResponse>>> ListAsync(
        string? state, string? limit, string? cursor, IAlarmStore alarms, CancellationToken cancellationToken)
    {
        if (!TryReadState(state, out var isOpen, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault)
            || !AlarmCursor.TryRead(cursor, out var after, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        // One more than there is room for: it shows whether there are more.
        var found = await alarms.ListAsync(isOpen, after, count.Value + 1, cancellationToken);
        var shown = found.Take(count.Value).ToList();
        return TypedResults.Ok(new AlarmsResponse(
            shown.ConvertAll(AlarmResponse.Of),
            await alarms.CountAsync(isOpen, cancellationToken),
            found.Count > shown.Count ? AlarmCursor.After(shown[^1]) : null));
    }

    private static async Task<Results<Ok<DataResponse<AlarmResponse>>, NotFound<ErrorResponse>>> AcknowledgeAsync(
        string id, HttpContext context, IAlarmStore alarms, TimeProvider time, CancellationToken cancellationToken)
    {
        // Only a script from our own origin can send JSON: a form on another site cannot change anything.
        RequestBody.CheckType(context.Request, "application/json");
        return await alarms.AcknowledgeAsync(id, Operator.NameOf(context), time.GetUtcNow(), cancellationToken) is { } alarm
            ? TypedResults.Ok(new DataResponse<AlarmResponse>(AlarmResponse.Of(alarm)))
            : Refusal.NotFound("There is no such alarm.");
    }

    private static bool TryReadState(string? text, out bool? isOpen, [NotNullWhen(false)] out Fault? fault)
    {
        var word = string.IsNullOrWhiteSpace(text) ? "all" : text.Trim().ToLowerInvariant();
        isOpen = word == "all" ? null : word == "open";
        fault = word is "all" or "open" or "cleared" ? null : new Fault("state", "must be open, cleared or all", $"{text!.Length} characters");
        return fault is null;
    }
}

/// <summary>Places in the list as clients get them, to send them back unread.</summary>
internal static class AlarmCursor
{
    private const char Open = '+';
    private const char Cleared = '-';
    private const int MaxIdLength = 64;

    public static string After(KeptAlarm alarm) =>
        CursorText.Write(alarm.Alarm.RaisedAt, $"{(alarm.IsOpen ? Open : Cleared)}{alarm.Id}");

    public static bool TryRead(string? text, out AlarmPosition? after, [NotNullWhen(false)] out Fault? fault)
    {
        after = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return true;
        }

        if (CursorText.TryRead(text.Trim(), MaxIdLength, out var raisedAt, out var id) && id[0] is Open or Cleared)
        {
            after = new AlarmPosition(id[0] == Open, raisedAt, id[1..]);
            return true;
        }

        fault = QueryText.BadCursor(text);
        return false;
    }
}

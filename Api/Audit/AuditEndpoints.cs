using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Endpoints;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core;
using Pipeline.Core.Audit;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Audit;

internal static class AuditEndpoints
{
    private const int DefaultEntries = 50;
    private const int MaxEntries = 200;

    public static IEndpointRouteBuilder MapAuditEndpoints(this IEndpointRouteBuilder routes)
    {
        var ops = routes.MapGroup("/api/ops").WithTags("Operations").RequireAccess(Access.Operator).WithShare(WorkKind.Operations);
        ops.MapGet("/audit", GetAuditAsync).WithName("GetAuditLog").WithSummary("Who did what, newest first")
            .WithDescription("`who` and `what` are whole names; `from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone or "
                + "times with offset, both included; `limit` is 1 to 200, default 50. To get the rest, send `next` as `cursor`.");
        return routes;
    }

    private static async Task<Results<Ok<AuditResponse>, BadRequest<ErrorResponse>>> GetAuditAsync(
        string? who,
        string? what,
        string? from,
        string? to,
        string? limit,
        string? cursor,
        IAuditLog log,
        ReportingCalendar calendar,
        CancellationToken cancellationToken)
    {
        TimeRange? range = null;
        if (!QueryText.TryReadLimit(limit, DefaultEntries, MaxEntries, out var count, out var fault)
            || (!(string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to))
                && !InstantRangeParser.TryParse(from, to, calendar, out range, out fault)))
        {
            return Refusal.BadRequest(fault);
        }

        var after = Name(cursor);
        if (after is not null && !AuditQuery.IsId(after))
        {
            return Refusal.BadRequest(new Fault("cursor", "must be what an earlier answer had as next", $"{after.Length} characters"));
        }

        // One more than there is room for: it shows whether there are more.
        var found = await log.ReadAsync(
            new AuditQuery(Name(who), Name(what), range?.Start, range?.End, after, count.Value + 1), cancellationToken);
        var shown = found.Take(count.Value).ToList();
        return TypedResults.Ok(new AuditResponse(shown, found.Count > shown.Count ? shown[^1].Id : null));
    }

    private static string? Name(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
using Pipeline.Api.Security;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users.Search;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Api.Endpoints;

internal static class UserReadEndpoints
{
    private const int DefaultLimit = 10;
    private const int MaxLimit = 50;
    private const int DefaultJourneyDays = 30;
    private const int DefaultJourneySessions = 20;
    private const int MaxJourneySessions = 200;

    public static IEndpointRouteBuilder MapUserReadEndpoints(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("Users").RequireAccess(Access.Reader).WithShare(WorkKind.Users);
        users.MapGet("/search", SearchAsync).WithName("SearchUsers").WithSummary("Users whose id or name contains a text")
            .WithDescription("`query` is trimmed and matched literally, ignoring case, as a part of the user id, the first name, the last "
                + "name or \"first last\". One or two characters match only at the beginning of ids and words. The user with exactly "
                + "that id comes first, then those whose id begins with it, then the others. New users and changed names are found a few seconds "
                + "later, by the whole id at once. Without `query` it returns the first users by id. `limit` is 1 to 50, default 10; `notes` says when more match.");
        users.MapGet("/{id}/sessions", GetSessionsAsync).WithName("GetUserSessions").WithSummary("A user's sessions, latest first")
            .WithDescription("`query` is trimmed and matched literally against the session id; `limit` is 1 to 50, default 10. `total` says how "
                + "many there are; to get the rest, send `next` as `cursor`. `endedAt` is null while the session may go on: until 30 minutes "
                + "after its last event. Nothing is known of an unknown user: the list is empty.");
        users.MapGet("/{id}/journeys", GetJourneysAsync).WithName("GetUserJourneys").WithSummary("What a user did, session by session")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone or times with offset "
                + "(2026-03-01T09:30:00+01:00), both included; without them the last 30 days. The totals are those of the whole range. "
                + "`limit` is the number of sessions, 1 to 200, default 20; to get the rest, send `next` as `cursor`. A session that "
                + "overlaps the range is shown whole. An answer has at most 10,000 events and counts at most 50,000; `notes` says when "
                + "something is left out. Nothing is known of an unknown user: no sessions, and zeros.");
        return routes;
    }

    private static async Task<Results<Ok<UsersResponse>, BadRequest<ErrorResponse>>> SearchAsync(
        string? query, string? limit, UserSearch users, ISessionStore sessions, CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadSearch(query, out var text, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        // One more than there is room for: it shows whether there are more.
        var found = await users.SearchAsync(text, count.Value + 1, cancellationToken);
        var shown = found.Take(count.Value).ToList();
        var activity = await sessions.GetActivityAsync([.. shown.Select(profile => profile.UserId)], cancellationToken);
        return TypedResults.Ok(new UsersResponse(
            [.. shown.Select(profile => UserSummary.Of(profile, activity.GetValueOrDefault(profile.UserId)))],
            found.Count > shown.Count ? [$"users: more match; raise limit (at most {MaxLimit}) or make the text longer"] : null));
    }

    private static async Task<Results<Ok<PagedResponse<UserSession>>, BadRequest<ErrorResponse>>> GetSessionsAsync(
        string id,
        HttpRequest request,
        string? query,
        string? limit,
        string? cursor,
        SessionReader sessions,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadSearch(query, out var text, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault)
            || !QueryText.TryReadCursor(cursor, out var after, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var found = await sessions.ReadAsync(UserIdInPath.ReadId(request, id), text.Trim(), new(count.Value, after), cancellationToken);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new PagedResponse<UserSession>(
            [.. found.Visits.Select(shown => UserSession.Of(shown.Visit, shown.Device, now))], found.Total, found.Next));
    }

    private static async Task<Results<Ok<DataResponse<UserJourneys>>, BadRequest<ErrorResponse>>> GetJourneysAsync(
        string id,
        HttpRequest request,
        string? from,
        string? to,
        string? limit,
        string? cursor,
        JourneyReader journeys,
        ReportingCalendar calendar,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadLimit(limit, DefaultJourneySessions, MaxJourneySessions, out var count, out var fault)
            || !QueryText.TryReadCursor(cursor, out var after, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var today = calendar.DayOf(time.GetUtcNow());
        TimeRange? range = new TimeRange(calendar.DayRange(today.AddDays(1 - DefaultJourneyDays)).Start, calendar.DayRange(today).End);
        if (!(string.IsNullOrWhiteSpace(from) && string.IsNullOrWhiteSpace(to))
            && !InstantRangeParser.TryParse(from, to, calendar, out range, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        return TypedResults.Ok(new DataResponse<UserJourneys>(await journeys.ReadAsync(
            UserIdInPath.ReadId(request, id), range.Value.Start, range.Value.End, new(count.Value, after), cancellationToken)));
    }
}

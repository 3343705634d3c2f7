using Microsoft.AspNetCore.Http.HttpResults;
using Pipeline.Api.Contracts;
using Pipeline.Api.Limits;
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

    public static IEndpointRouteBuilder MapUserReadEndpoints(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/api/users").WithTags("Users").WithShare(WorkKind.Users);
        users.MapGet("/search", SearchAsync).WithName("SearchUsers").WithSummary("Users whose id or name contains a text")
            .WithDescription("`query` is trimmed and matched literally, ignoring case, as a part of the user id, the first name, the last "
                + "name or \"first last\". One or two characters match only at the beginning of ids and words. The user with exactly "
                + "that id comes first, then those whose id begins with it, then the others. New users and changed names are found a few seconds "
                + "later, by the whole id at once. Without `query` it returns the first users by id. `limit` is 1 to 50, default 10.");
        users.MapGet("/{id}/sessions", GetSessionsAsync).WithName("GetUserSessions").WithSummary("A user's sessions, latest first")
            .WithDescription("`query` is trimmed and matched literally against the session id; `limit` is 1 to 50, default 10. `endedAt` is null "
                + "while the session may go on: until 30 minutes after its last event. Nothing is known of an unknown user: the list is empty.");
        users.MapGet("/{id}/journeys", GetJourneysAsync).WithName("GetUserJourneys").WithSummary("What a user did, session by session")
            .WithDescription("`from` and `to` are calendar days (yyyy-MM-dd) of the reporting time zone, both included; without them the "
                + "last 30 days. At most the 200 most recent sessions and 10,000 events; `notes` says when something is left out. Nothing is known of an unknown user: no sessions, and zeros.");
        return routes;
    }

    private static async Task<Results<Ok<DataResponse<IReadOnlyList<UserSummary>>>, BadRequest<ErrorResponse>>> SearchAsync(
        string? query, string? limit, UserSearch users, ISessionStore sessions, CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadSearch(query, out var text, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var profiles = await users.SearchAsync(text, count.Value, cancellationToken);
        var activity = await sessions.GetActivityAsync([.. profiles.Select(profile => profile.UserId)], cancellationToken);
        return TypedResults.Ok(new DataResponse<IReadOnlyList<UserSummary>>(
            [.. profiles.Select(profile => UserSummary.Of(profile, activity.GetValueOrDefault(profile.UserId)))]));
    }

    private static async Task<Results<Ok<DataResponse<IReadOnlyList<UserSession>>>, BadRequest<ErrorResponse>>>
        GetSessionsAsync(
            string id, HttpRequest request, string? query, string? limit, ISessionStore sessions, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!QueryText.TryReadSearch(query, out var text, out var fault)
            || !QueryText.TryReadLimit(limit, DefaultLimit, MaxLimit, out var count, out fault))
        {
            return Refusal.BadRequest(fault);
        }

        var userId = UserIdInPath.ReadId(request, id);
        var found = await sessions.FindVisitsAsync(
            userId, text.Trim(), DateTimeOffset.MinValue, DateTimeOffset.MaxValue, count.Value, cancellationToken);
        return TypedResults.Ok(new DataResponse<IReadOnlyList<UserSession>>([.. found.Select(visit => UserSession.Of(visit, time.GetUtcNow()))]));
    }

    private static async Task<Results<Ok<DataResponse<UserJourneys>>, BadRequest<ErrorResponse>>> GetJourneysAsync(
        string id,
        HttpRequest request,
        string? from,
        string? to,
        JourneyReader journeys,
        ReportingCalendar calendar,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var today = calendar.DayOf(time.GetUtcNow());
        ReportingRange? range = new ReportingRange(today.AddDays(1 - DefaultJourneyDays), today);
        if (!(string.IsNullOrEmpty(from) && string.IsNullOrEmpty(to))
            && !ReportingRangeParser.TryParseDays(from, to, out range, out var fault))
        {
            return Refusal.BadRequest(fault);
        }

        var userId = UserIdInPath.ReadId(request, id);
        var start = calendar.DayRange(range.Value.From).Start;
        var end = calendar.DayRange(range.Value.To).End;
        return TypedResults.Ok(new DataResponse<UserJourneys>(await journeys.ReadAsync(userId, start, end, cancellationToken)));
    }
}

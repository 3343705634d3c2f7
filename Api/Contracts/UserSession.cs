using System.Text.Json.Serialization;
using Pipeline.Core.Analytics.Journeys;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Api.Contracts;

/// <param name="SessionId">The client's session id.</param>
/// <param name="UserId">The user whose sessions were asked for.</param>
/// <param name="StartedAt">The session's earliest event.</param>
/// <param name="LastActivityAt">The session's latest event.</param>
/// <param name="EndedAt">As <paramref name="LastActivityAt"/>; null while the session may go on.</param>
/// <param name="DurationSeconds">Seconds from its start to its latest event.</param>
/// <param name="Metadata">What the user's first event in it says.</param>
internal sealed record UserSession(
    string SessionId,
    string UserId,
    DateTimeOffset StartedAt,
    DateTimeOffset LastActivityAt,
    DateTimeOffset? EndedAt,
    double DurationSeconds,
    UserSession.FirstMetadata Metadata)
{
    public static UserSession Of(Visit visit, VisitDevice device, DateTimeOffset now) =>
        new(
            visit.Session.SessionId,
            visit.UserId,
            visit.Session.StartedAt,
            visit.Session.LastActivityAt,
            visit.Session.EndedAt(now),
            (visit.Session.LastActivityAt - visit.Session.StartedAt).TotalSeconds,
            new(device.Device, device.Browser));

    /// <param name="Device">As it was sent; absent when it was not.</param>
    /// <param name="Browser">As it was sent; absent when it was not.</param>
    public sealed record FirstMetadata(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Device,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Browser);
}

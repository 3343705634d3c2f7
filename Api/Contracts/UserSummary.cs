using System.Text.Json;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Api.Contracts;

/// <summary>A user's profile and activity. Both times are null for a user who has a profile and no events.</summary>
internal sealed record UserSummary(
    string UserId,
    string? Fname,
    string? Lname,
    int? Age,
    string? Country,
    string? Language,
    JsonElement? Metadata,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? LastActiveAt)
{
    public static UserSummary Of(UserProfile profile, UserActivity? activity) =>
        new(
            profile.UserId,
            profile.Fname,
            profile.Lname,
            profile.Age,
            profile.Country,
            profile.Language,
            profile.Metadata,
            activity?.First,
            activity?.Last);
}

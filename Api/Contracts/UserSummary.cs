using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Ingestion.Profiles;
using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Api.Contracts;

/// <summary>A user's profile and activity. What is not known is absent; both times are, for a user who has a profile and no events.</summary>
internal sealed record UserSummary(
    string UserId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Fname,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Lname,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Age,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Country,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Language,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Metadata,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? CreatedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? LastActiveAt)
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

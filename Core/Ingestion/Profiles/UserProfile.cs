using System.Text.Json;

namespace Pipeline.Core.Ingestion.Profiles;

/// <summary>What a client told about a user. A PUT replaces the whole profile; a field that is absent is null.</summary>
public sealed record UserProfile(
    string UserId,
    string? Fname,
    string? Lname,
    int? Age,
    string? Country,
    string? Language,
    JsonElement? Metadata);

/// <summary>A profile on its way to the store. The newest by (<paramref name="ReceivedAt"/>, <paramref name="Sequence"/>) wins,
/// in whatever order updates arrive.</summary>
public sealed record ProfileUpdate(UserProfile Profile, DateTimeOffset ReceivedAt, long Sequence);

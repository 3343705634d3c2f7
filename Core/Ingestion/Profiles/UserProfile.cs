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

using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Pipeline.Core.Ingestion.Profiles;

namespace Pipeline.Api.Contracts;

/// <summary>What is known about a user, for the API's description. A PUT replaces the whole profile.</summary>
internal sealed record ProfileRequest
{
    /// <summary>First name.</summary>
    [MaxLength(ProfileLimits.MaxNameLength)]
    public string? Fname { get; init; }

    /// <summary>Last name.</summary>
    [MaxLength(ProfileLimits.MaxNameLength)]
    public string? Lname { get; init; }

    /// <summary>Years.</summary>
    [Range(0, ProfileLimits.MaxAge)]
    public int? Age { get; init; }

    /// <summary>Country, in any notation.</summary>
    [MaxLength(ProfileLimits.MaxLocaleLength)]
    public string? Country { get; init; }

    /// <summary>Language, in any notation.</summary>
    [MaxLength(ProfileLimits.MaxLocaleLength)]
    public string? Language { get; init; }

    /// <summary>Anything else, at most 8 KiB and 5 levels.</summary>
    public JsonObject? Metadata { get; init; }
}

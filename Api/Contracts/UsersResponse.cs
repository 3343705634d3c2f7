using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>Users who match.</summary>
/// <param name="Data">The best matches.</param>
/// <param name="Notes">Says that there are more, and how to get them; absent when these are all.</param>
internal sealed record UsersResponse(
    IReadOnlyList<UserSummary> Data,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Notes);

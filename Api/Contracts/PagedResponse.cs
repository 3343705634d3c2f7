using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <summary>A part of a list.</summary>
/// <param name="Data">The entries.</param>
/// <param name="Total">How many the whole list has.</param>
/// <param name="Next">What to send as <c>cursor</c> to get the following entries; absent when there are none.</param>
internal sealed record PagedResponse<T>(
    IReadOnlyList<T> Data,
    int Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

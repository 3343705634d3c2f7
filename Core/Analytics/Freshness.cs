using System.Text.Json.Serialization;

namespace Pipeline.Core.Analytics;

/// <summary>How current an answer is.</summary>
/// <param name="CompleteThrough">Everything received before this instant is counted; null before the first refresh.</param>
/// <param name="RevisedAt">When late events last changed a part of the range that was already over; absent when none did.</param>
public sealed record Freshness(
    DateTimeOffset? CompleteThrough,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RevisedAt);

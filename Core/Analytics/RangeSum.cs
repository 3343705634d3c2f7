using System.Text.Json.Serialization;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What the rollups know about a range.</summary>
/// <param name="Rollup">The sum of the range's buckets.</param>
/// <param name="Start">The range's first instant, UTC.</param>
/// <param name="End">The range's last instant, UTC; the present, while the range goes on.</param>
/// <param name="Days">Its days through today, each with its first instant, ascending.</param>
/// <param name="Freshness">How current the sum is.</param>
public sealed record RangeSum(
    Rollup Rollup, DateTimeOffset Start, DateTimeOffset End, IEnumerable<ReportingDay> Days, Freshness Freshness);

/// <summary>How current an answer is.</summary>
/// <param name="CompleteThrough">Everything received before this instant is counted; null before the first refresh.</param>
/// <param name="RevisedAt">When late events last changed a part of the range that was already over; absent when none did.</param>
public sealed record Freshness(
    DateTimeOffset? CompleteThrough,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? RevisedAt);

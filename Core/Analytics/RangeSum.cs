using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What the rollups know about a range.</summary>
/// <param name="Rollup">The sum of the range's buckets.</param>
/// <param name="Start">The range's first instant, UTC.</param>
/// <param name="End">The range's last instant, UTC.</param>
/// <param name="Days">Its days through today, each with its first instant, ascending.</param>
/// <param name="Freshness">How current the sum is.</param>
public sealed record RangeSum(
    Rollup Rollup, DateTimeOffset Start, DateTimeOffset End, IEnumerable<ReportingDay> Days, Freshness Freshness);

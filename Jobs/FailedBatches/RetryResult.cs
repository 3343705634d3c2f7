using System.Globalization;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Jobs.FailedBatches;

/// <summary>What a retry did, in a line.</summary>
internal static class RetryResult
{
    /// <summary>For example <c>12 new, 1 already there, 3 failed again · invalid.page: 10 new, 3 failed again · …</c></summary>
    public static string Describe(IReadOnlyList<RetryCounts> reasons, string? stop, long released)
    {
        var sum = new RetryCounts(
            "", reasons.Sum(r => r.Stored), reasons.Sum(r => r.Duplicate), reasons.Sum(r => r.Failed), reasons.Sum(r => r.Waiting));
        var parts = new List<string> { Describe(sum) };
        if (stop is not null)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{stop}; {released:N0} left as they were"));
        }

        parts.AddRange(reasons.Select(reason => $"{reason.Reason}: {Describe(reason)}"));
        return string.Join(" · ", parts);
    }

    private static string Describe(RetryCounts counts) => string.Create(
        CultureInfo.InvariantCulture, $"{counts.Stored:N0} new, {counts.Duplicate:N0} already there, {counts.Failed:N0} failed again");
}

using System.Globalization;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Core.Storing;

/// <summary>Lists refused items for a log: producers with ranges of sequences, and no more of them than anyone would read.</summary>
public static class SequenceText
{
    private const int MaxRanges = 20;

    public static string Of(IEnumerable<Refusal> refusals)
    {
        var all = refusals.ToList();
        var ranges = all
            .Where(refusal => refusal.Header is not null)
            .GroupBy(refusal => refusal.Header!.Producer)
            .SelectMany(producer => SequenceRange.Join(producer.Select(refusal => refusal.Range))
                .Select(range => $"{producer.Key:N} {range}"))
            .Take(MaxRanges + 1)
            .ToList();
        if (ranges.Count > MaxRanges)
        {
            ranges[MaxRanges] = "and more";
        }

        var nameless = all.Count(refusal => refusal.Header is null);
        return string.Join(", ", nameless == 0
            ? ranges
            : [.. ranges, string.Create(CultureInfo.InvariantCulture, $"{nameless} of unknown producers")]);
    }
}

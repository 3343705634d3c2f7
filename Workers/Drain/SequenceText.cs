using System.Globalization;

namespace Pipeline.Workers.Drain;

/// <summary>Lists refused items for a log: producers with ranges of sequences, and no more of them than anyone would read.</summary>
internal static class SequenceText
{
    private const int MaxRanges = 20;

    public static string Of(IEnumerable<Refusal> refusals)
    {
        var all = refusals.ToList();
        var ranges = all
            .Where(refusal => refusal.Header is not null)
            .GroupBy(refusal => refusal.Header!.Producer)
            .SelectMany(producer => RangesOf(producer).Select(range => $"{producer.Key:N} {range}"))
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

    private static IEnumerable<string> RangesOf(IEnumerable<Refusal> refusals)
    {
        (long Start, long End)? range = null;
        foreach (var refusal in refusals.OrderBy(refusal => refusal.Sequence))
        {
            if (range is { } open && open.End == refusal.Sequence)
            {
                range = open with { End = open.End + refusal.Count };
                continue;
            }

            if (range is { } closed)
            {
                yield return Describe(closed.Start, closed.End);
            }

            range = (refusal.Sequence, refusal.Sequence + refusal.Count);
        }

        yield return Describe(range!.Value.Start, range.Value.End);
    }

    private static string Describe(long start, long end) => end - start <= 1
        ? start.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{start}-{end - 1}");
}

using System.Globalization;

namespace Pipeline.Core.Ingestion.Queue;

/// <summary>Numbers of one producer, from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
public readonly record struct SequenceRange(long Start, long End)
{
    public long Count => End - Start;

    /// <summary>Joins ranges that touch or overlap; the result is ascending.</summary>
    public static IEnumerable<SequenceRange> Join(IEnumerable<SequenceRange> ranges)
    {
        SequenceRange? joined = null;
        foreach (var range in ranges.OrderBy(range => range.Start))
        {
            if (joined is { } open)
            {
                if (range.Start <= open.End)
                {
                    joined = open with { End = Math.Max(open.End, range.End) };
                    continue;
                }

                yield return open;
            }

            joined = range;
        }

        if (joined is { } last)
        {
            yield return last;
        }
    }

    /// <summary>How many numbers two ranges share.</summary>
    public long CountShared(SequenceRange other) => Math.Max(0, Math.Min(End, other.End) - Math.Max(Start, other.Start));

    /// <summary>For logs: the first and the last number, or the only one.</summary>
    public override string ToString() => Count <= 1
        ? Start.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Start} to {End - 1}");
}

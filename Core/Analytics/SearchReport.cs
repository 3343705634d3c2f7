using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What was searched for, and what was not found.</summary>
public sealed record SearchReport : RangeReport
{
    private const int TopCount = 10;

    /// <summary>What the report reads.</summary>
    public static readonly IReadOnlyList<RollupPart> Parts = [RollupPart.Searches, RollupPart.ZeroResultSearches];

    private SearchReport(RangeSum sum)
        : base(
            sum,
            TrimNote(sum.Rollup.Searches.Exact, "topQueries"),
            TrimNote(sum.Rollup.ZeroResultSearches.Exact, "zeroResultQueries"))
    {
    }

    public required IReadOnlyList<Tally> TotalSearches { get; init; }

    /// <summary>The ten most frequent queries, most first, then by text.</summary>
    public required IReadOnlyList<QuerySearches> TopQueries { get; init; }

    /// <summary>The ten most frequent queries among the searches without a result.</summary>
    public required IReadOnlyList<QuerySearches> ZeroResultQueries { get; init; }

    public static SearchReport Of(RangeSum sum) => new(sum)
    {
        TotalSearches = [new(sum.Rollup.Events.Searches)],
        TopQueries = Top(sum.Rollup.Searches),
        ZeroResultQueries = Top(sum.Rollup.ZeroResultSearches),
    };

    private static IReadOnlyList<QuerySearches> Top(KeyedCounts counts) =>
        [.. Ranking.Top(counts.Counts, TopCount).Select(query => new QuerySearches(query.Key, query.Count))];

    /// <param name="Query">The text as it was sent.</param>
    /// <param name="Searches">How often.</param>
    public sealed record QuerySearches(string Query, long Searches);
}

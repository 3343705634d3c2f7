using Pipeline.Core.Rollups;

namespace Pipeline.Core.Analytics;

/// <summary>What was searched for, and what was not found.</summary>
public sealed record SearchReport : RangeReport
{
    public const int DefaultQueries = 10;

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

    /// <summary>The most frequent queries, most first, then by text.</summary>
    public required IReadOnlyList<QuerySearches> TopQueries { get; init; }

    /// <summary>How many different queries there are.</summary>
    public required int TopQueriesTotal { get; init; }

    /// <summary>The most frequent queries among the searches without a result.</summary>
    public required IReadOnlyList<QuerySearches> ZeroResultQueries { get; init; }

    /// <summary>How many different queries had no result at least once.</summary>
    public required int ZeroResultQueriesTotal { get; init; }

    public static SearchReport Of(RangeSum sum, ListWindow queries) => new(sum)
    {
        TotalSearches = [new(sum.Rollup.Events.Searches)],
        TopQueries = Top(sum.Rollup.Searches, queries),
        TopQueriesTotal = sum.Rollup.Searches.Counts.Count,
        ZeroResultQueries = Top(sum.Rollup.ZeroResultSearches, queries),
        ZeroResultQueriesTotal = sum.Rollup.ZeroResultSearches.Counts.Count,
    };

    private static IReadOnlyList<QuerySearches> Top(KeyedCounts counts, ListWindow window) =>
        [.. Ranking.Top(counts.Counts, window).Select(query => new QuerySearches(query.Key, query.Count))];

    /// <param name="Query">The text as it was sent.</param>
    /// <param name="Searches">How often.</param>
    public sealed record QuerySearches(string Query, long Searches);
}

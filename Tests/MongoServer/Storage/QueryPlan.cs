using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>
/// Which records a query has to look at. The filter is always applied to them again, so a plan may only ever be
/// too wide, never too narrow.
/// </summary>
internal sealed record QueryPlan(IEnumerable<Record> Candidates, bool IsSorted)
{
    public static QueryPlan Make(Collection collection, Filter filter, SortSpec sort)
    {
        var best = collection.Indexes.Select(index => IndexBounds.Of(index, filter)).MaxBy(bounds => bounds.Worth)!;
        if (best.Worth > 0)
        {
            return Walk(best, sort);
        }

        foreach (var index in collection.Indexes)
        {
            var whole = IndexBounds.Whole(index);
            if (index.IsComplete && sort.Fields.Count > 0 && OrderOf(whole, sort) is { } ascending)
            {
                return new QueryPlan(index.Scan(ascending), IsSorted: true);
            }
        }

        return new QueryPlan(collection.Records, IsSorted: sort.Fields.Count == 0);
    }

    private static QueryPlan Walk(IndexBounds bounds, SortSpec sort)
    {
        var order = bounds.Ranges.Count == 1 ? OrderOf(bounds, sort) : null;
        var records = bounds.Ranges.SelectMany(range => bounds.Index.Scan(range.Low, range.High, order ?? true));
        if (bounds.Index.IsMultikey)
        {
            records = records.Distinct();
        }

        return new QueryPlan(records, IsSorted: sort.Fields.Count == 0 || order is not null);
    }

    /// <summary>Which way to walk the index so that the records come sorted; nothing when neither way does it.</summary>
    private static bool? OrderOf(IndexBounds bounds, SortSpec sort)
    {
        if (bounds.Index.IsMultikey)
        {
            return null;
        }

        // What is fixed to one value sorts nothing.
        var fixedFields = bounds.Index.Fields.Take(bounds.Prefix.Count).Select(field => field.Path.Text).ToHashSet();
        var wanted = sort.Fields.Where(field => !fixedFields.Contains(field.Path.Text)).ToList();
        var offered = bounds.Index.Fields.Skip(bounds.Prefix.Count).ToList();
        if (wanted.Count > offered.Count || wanted.Where((field, i) => field.Path.Text != offered[i].Path.Text).Any())
        {
            return null;
        }

        var turns = wanted.Select((field, i) => field.Ascending == offered[i].Ascending).Distinct().ToList();
        return turns.Count switch { 0 => true, 1 => turns[0], _ => null };
    }
}

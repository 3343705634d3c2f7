using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Storage;

/// <summary>The order of an index's entries: field by field, then (unless keys are unique) by insertion.</summary>
internal sealed class IndexOrder(IReadOnlyList<SortField> fields, bool unique) : IComparer<IndexEntry>
{
    public int Compare(IndexEntry? x, IndexEntry? y)
    {
        var length = Math.Min(x!.Key.Length, y!.Key.Length);
        for (var i = 0; i < length; i++)
        {
            var order = BsonOrder.Instance.Compare(x.Key[i], y.Key[i]);
            if (order != 0)
            {
                return fields[i].Ascending ? order : -order;
            }
        }

        if (x.Side != 0 || y.Side != 0)
        {
            return x.Side.CompareTo(y.Side);
        }

        return unique ? 0 : x.Record!.Sequence.CompareTo(y.Record!.Sequence);
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Storage;

/// <summary>The part of an index that a filter leaves over: leading fields fixed to values, then a range or a list.</summary>
internal sealed class IndexBounds
{
    private const int OneRecord = 100;

    private readonly ILookup<string, Condition> _conditions;
    private readonly bool _alsoMissing;

    private IndexBounds(CollectionIndex index, ILookup<string, Condition> conditions)
    {
        Index = index;
        _conditions = conditions;
        _alsoMissing = index.Definition.Sparse;
        var fixedValues = new List<BsonValue>();
        foreach (var field in index.Fields)
        {
            if (Conditions(field).OfType<EqualTo>().FirstOrDefault() is not { } equal)
            {
                break;
            }

            fixedValues.Add(equal.Operand);
        }

        Prefix = fixedValues;
        Ranges = RangesAfterPrefix();
    }

    public CollectionIndex Index { get; }

    public IReadOnlyList<BsonValue> Prefix { get; }

    public IReadOnlyList<IndexRange> Ranges { get; }

    /// <summary>How much the bounds narrow down; zero means that the index is of no use to the filter.</summary>
    public int Worth { get; private set; }

    public static IndexBounds Of(CollectionIndex index, Filter filter)
    {
        // A partial index may lack documents that match; whether it does cannot be told in general.
        var leaves = index.Definition.PartialFilter is null ? Leaves(filter) : [];
        return new IndexBounds(index, leaves.ToLookup(leaf => leaf.Path.Text, leaf => leaf.Condition));
    }

    /// <summary>The whole index, as for a sort alone.</summary>
    public static IndexBounds Whole(CollectionIndex index) => Of(index, Filter.Everything);

    private List<IndexRange> RangesAfterPrefix()
    {
        BsonValue[] prefix = [.. Prefix];
        Worth = 3 * prefix.Length;
        if (Index.Definition.Unique && prefix.Length == Index.Fields.Count)
        {
            Worth += OneRecord;
        }

        if (prefix.Length < Index.Fields.Count)
        {
            var conditions = Conditions(Index.Fields[prefix.Length]).ToList();
            if (conditions.OfType<OneOf>().FirstOrDefault(list => list.Patterns.Count == 0) is { } list)
            {
                Worth += 2;
                return [.. new SortedSet<BsonValue>(list.Operands, BsonOrder.Instance).Select(value => new IndexRange(
                    IndexEntry.Before([.. prefix, value]), IndexEntry.After([.. prefix, value])))];
            }

            // Two elements of one array may meet one bound each: such an index can only be walked from one side.
            if (!Index.IsMultikey && conditions.OfType<Bound>().ToList() is { Count: > 0 } bounds)
            {
                Worth += 1;
                return [RangeOf(prefix, bounds, Index.Fields[prefix.Length].Ascending)];
            }
        }

        return [new IndexRange(IndexEntry.Before(prefix), IndexEntry.After(prefix))];
    }

    private static IndexRange RangeOf(BsonValue[] prefix, List<Bound> bounds, bool ascending)
    {
        IndexEntry low = IndexEntry.Before(prefix), high = IndexEntry.After(prefix);
        foreach (var bound in bounds)
        {
            BsonValue[] key = [.. prefix, bound.Operand];
            var fromHere = bound.IsLower == ascending;
            if (fromHere)
            {
                low = bound.Inclusive ? IndexEntry.Before(key) : IndexEntry.After(key);
            }
            else
            {
                high = bound.Inclusive ? IndexEntry.After(key) : IndexEntry.Before(key);
            }
        }

        return new IndexRange(low, high);
    }

    private IEnumerable<Condition> Conditions(SortField field) =>
        _conditions[field.Path.Text].SelectMany(Parts).Where(IsUsable);

    private bool IsUsable(Condition condition) => condition switch
    {
        EqualTo equal => IsKey(equal.Operand),
        Bound bound => IsKey(bound.Operand) && bound.Operand is not (BsonMinKey or BsonMaxKey),
        OneOf list => list.Operands.All(IsKey),
        _ => false,
    };

    // An index holds the elements of an array, not the array; a sparse one lacks what has no value.
    private bool IsKey(BsonValue value) => value is not BsonArray && !(_alsoMissing && value is BsonNull);

    private static IEnumerable<Condition> Parts(Condition condition) =>
        condition is AllConditions all ? all.Children.SelectMany(Parts) : [condition];

    private static IEnumerable<FieldFilter> Leaves(Filter filter) => filter switch
    {
        AllFilters all => all.Children.SelectMany(Leaves),
        FieldFilter field => [field],
        _ => [],
    };
}

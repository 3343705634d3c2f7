using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>An index: its entries in order, and the rule that keys of a unique one belong to one record.</summary>
internal sealed class CollectionIndex
{
    private readonly SortedSet<IndexEntry> _entries;
    private readonly IndexOrder _order;

    public CollectionIndex(IndexDefinition definition)
    {
        Definition = definition;
        Fields = SortSpec.Parse(definition.Keys).Fields;
        _order = new IndexOrder(Fields, definition.Unique);
        _entries = new SortedSet<IndexEntry>(_order);
    }

    public IndexDefinition Definition { get; }

    public IReadOnlyList<SortField> Fields { get; }

    /// <summary>Whether a document may stand at several places in the index.</summary>
    public bool IsMultikey { get; private set; }

    /// <summary>Whether every document of the collection is in the index.</summary>
    public bool IsComplete => !Definition.Sparse && Definition.PartialFilter is null;

    public long SizeInBytes => _entries.Count * 64L;

    /// <summary>The keys under which a document stands here; none when the index does not cover it.</summary>
    public IReadOnlyList<BsonValue[]> KeysOf(BsonDocument document)
    {
        if (Definition.PartialFilter is not null && !Definition.Covers.Matches(document))
        {
            return [];
        }

        var keys = new IndexKeys(document, Fields);
        IsMultikey |= keys.IsMultikey;
        return Definition.Sparse && keys.IsAllMissing ? [] : keys.Combinations;
    }

    /// <summary>The first of the keys that belongs to another record than its own, if there is one.</summary>
    public BsonValue[]? FindConflict(IReadOnlyList<BsonValue[]> keys, Record? self) =>
        Definition.Unique ? keys.FirstOrDefault(key => IsTaken(key, self)) : null;

    public void Add(IReadOnlyList<BsonValue[]> keys, Record record)
    {
        foreach (var key in keys)
        {
            _entries.Add(IndexEntry.Of(key, record));
        }
    }

    public void Remove(Record record)
    {
        foreach (var key in KeysOf(record.Document))
        {
            _entries.Remove(IndexEntry.Of(key, record));
        }
    }

    public IEnumerable<Record> Scan(bool ascending) => Records(_entries, ascending);

    /// <summary>The records between two probes, in the order of the index or against it.</summary>
    public IEnumerable<Record> Scan(IndexEntry low, IndexEntry high, bool ascending) =>
        _order.Compare(low, high) > 0 ? [] : Records(_entries.GetViewBetween(low, high), ascending);

    private static IEnumerable<Record> Records(SortedSet<IndexEntry> entries, bool ascending) =>
        (ascending ? entries : entries.Reverse()).Select(entry => entry.Record!);

    private bool IsTaken(BsonValue[] key, Record? self) =>
        _entries.TryGetValue(new IndexEntry(key, self, 0), out var existing) && existing.Record != self;
}

using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>
/// Documents in insertion order and the indexes over them. Whoever reads or writes holds <see cref="Gate"/>;
/// documents may leave it, because a stored document never changes.
/// </summary>
internal sealed class Collection(string name)
{
    private readonly SortedDictionary<long, Record> _records = [];
    private readonly List<CollectionIndex> _indexes = [new(IndexDefinition.Id)];
    private long _sequence;

    public Lock Gate { get; } = new();

    /// <summary>Database and collection, as error messages and cursors name it.</summary>
    public string FullName { get; set; } = name;

    public Guid Uuid { get; } = Guid.NewGuid();

    public int Count => _records.Count;

    public IReadOnlyList<CollectionIndex> Indexes => _indexes;

    public IEnumerable<Record> Records => _records.Values;

    /// <summary>The records that match, by way of an index where one helps, sorted.</summary>
    public IEnumerable<Record> Find(Filter filter, SortSpec sort)
    {
        var plan = QueryPlan.Make(this, filter, sort);
        var matching = plan.Candidates.Where(record => filter.Matches(record.Document));
        return plan.IsSorted ? matching : sort.Apply(matching, record => record.Document);
    }

    public void Insert(BsonDocument document)
    {
        var keys = KeysOf(document, null);
        var record = new Record(++_sequence, document);
        _records.Add(record.Sequence, record);
        AddToIndexes(record, keys);
    }

    public void Replace(Record record, BsonDocument document)
    {
        var keys = KeysOf(document, record);
        foreach (var index in _indexes)
        {
            index.Remove(record);
        }

        record.Document = document;
        AddToIndexes(record, keys);
    }

    public void Remove(Record record)
    {
        foreach (var index in _indexes)
        {
            index.Remove(record);
        }

        _records.Remove(record.Sequence);
    }

    /// <summary>Builds indexes over what is there: all of them, or none when the documents do not allow one.</summary>
    public void AddIndexes(IEnumerable<IndexDefinition> definitions) => _indexes.AddRange([.. definitions.Select(Build)]);

    public void RemoveIndex(CollectionIndex index) => _indexes.Remove(index);

    private CollectionIndex Build(IndexDefinition definition)
    {
        var index = new CollectionIndex(definition);
        foreach (var record in Records)
        {
            index.Add(KeysOf(index, record.Document, record), record);
        }

        return index;
    }

    private void AddToIndexes(Record record, IReadOnlyList<BsonValue[]>[] keys)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            _indexes[i].Add(keys[i], record);
        }
    }

    /// <summary>The keys for every index. Whatever is wrong with a document shows here, before anything has changed.</summary>
    private IReadOnlyList<BsonValue[]>[] KeysOf(BsonDocument document, Record? self) =>
        [.. _indexes.Select(index => KeysOf(index, document, self))];

    private IReadOnlyList<BsonValue[]> KeysOf(CollectionIndex index, BsonDocument document, Record? self)
    {
        var keys = index.KeysOf(document);
        if (index.FindConflict(keys, self) is not { } key)
        {
            return keys;
        }

        var keyValue = new BsonDocument(index.Fields.Zip(key, (field, value) => new BsonElement(field.Path.Text, value)));
        throw new DuplicateKeyException(FullName, index.Definition, keyValue);
    }
}

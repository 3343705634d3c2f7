using System.Collections.Concurrent;
using System.Text;

namespace Pipeline.MongoServer.Storage;

internal sealed class Database(string name)
{
    private const int MaxFullNameBytes = 255;

    private readonly ConcurrentDictionary<string, Collection> _collections = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public IReadOnlyList<KeyValuePair<string, Collection>> Collections =>
        [.. _collections.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    public Collection? Find(string collection) => _collections.GetValueOrDefault(collection);

    /// <summary>The collection, made when it does not exist, as the first write does.</summary>
    public Collection Obtain(string collection) =>
        _collections.GetOrAdd(CheckName(collection), key => new Collection($"{Name}.{key}"));

    public bool Drop(string collection) => _collections.TryRemove(collection, out _);

    /// <summary>The caller sees to it that nobody uses the collection meanwhile.</summary>
    public void Rename(string source, string target, bool dropTarget)
    {
        CheckName(target);
        if (Find(source) is not { } collection)
        {
            throw new MongoErrorException(ErrorCodes.NamespaceNotFound, $"Source collection {Name}.{source} does not exist");
        }

        if (!dropTarget && Find(target) is not null)
        {
            throw new MongoErrorException(ErrorCodes.NamespaceExists, "target namespace exists");
        }

        _collections[target] = collection;
        _collections.TryRemove(source, out _);
        collection.FullName = $"{Name}.{target}";
    }

    // Of the names that begin with "system." a server allows some; the test double knows none of these collections.
    private string CheckName(string collection) =>
        collection is "" or ['.', ..] || collection.AsSpan().ContainsAny('$', '\0')
            || collection.StartsWith("system.", StringComparison.Ordinal)
            || Encoding.UTF8.GetByteCount($"{Name}.{collection}") > MaxFullNameBytes
            ? throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"Invalid collection name: '{collection}'")
            : collection;
}

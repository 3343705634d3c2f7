using System.Collections.Concurrent;

namespace Pipeline.MongoServer.Storage;

internal sealed class Database(string name)
{
    private readonly ConcurrentDictionary<string, Collection> _collections = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public IReadOnlyList<KeyValuePair<string, Collection>> Collections =>
        [.. _collections.OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    public Collection? Find(string collection) => _collections.GetValueOrDefault(collection);

    /// <summary>The collection, made when it does not exist, as the first write does.</summary>
    public Collection Obtain(string collection) =>
        _collections.GetOrAdd(CheckName(collection), key => new Collection($"{Name}.{key}"));

    public bool Drop(string collection) => _collections.TryRemove(collection, out _);

    private static string CheckName(string collection) =>
        collection.Length == 0 || collection.Contains('$', StringComparison.Ordinal) || collection.Contains('\0', StringComparison.Ordinal)
            ? throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"Invalid collection name: '{collection}'")
            : collection;
}

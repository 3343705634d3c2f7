using System.Buffers;
using System.Collections.Concurrent;

namespace Pipeline.MongoServer.Storage;

/// <summary>All databases. They are in memory only and gone with the process.</summary>
internal sealed class Engine
{
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\. \"$\0");

    private readonly ConcurrentDictionary<string, Database> _databases = new(StringComparer.Ordinal);

    public IReadOnlyList<Database> Databases =>
        [.. _databases.Values.Where(database => database.Collections.Count > 0).OrderBy(database => database.Name, StringComparer.Ordinal)];

    public Database Obtain(string name) =>
        name.Length is 0 or > 63 || name.AsSpan().ContainsAny(Forbidden)
            ? throw new MongoErrorException(ErrorCodes.InvalidNamespace, $"Invalid database name: '{name}'")
            : _databases.GetOrAdd(name, key => new Database(key));

    public void Drop(string name) => _databases.TryRemove(name, out _);
}

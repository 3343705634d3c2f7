using System.Collections.Concurrent;
using MongoDB.Bson;

namespace Pipeline.MongoServer.Cursors;

/// <summary>The open cursors. They stay until they are read to the end or killed.</summary>
internal sealed class CursorTable
{
    /// <summary>What a server sends first when no batch size is asked for.</summary>
    public const int DefaultFirstBatch = 101;

    private readonly ConcurrentDictionary<long, Cursor> _cursors = [];
    private long _lastId;

    /// <summary>The first answer to a query; the rest waits in a cursor.</summary>
    public BsonDocument Open(string collection, IReadOnlyList<BsonDocument> documents, int firstBatch, bool single = false)
    {
        var cursor = new Cursor(collection, documents);
        var (batch, isLast) = cursor.Next(firstBatch);
        var id = 0L;
        if (!isLast && !single)
        {
            id = Interlocked.Increment(ref _lastId);
            _cursors[id] = cursor;
        }

        return Reply(collection, id, "firstBatch", batch);
    }

    public BsonDocument More(long id, string collection, int count)
    {
        if (!_cursors.TryGetValue(id, out var cursor) || cursor.Collection != collection)
        {
            throw new MongoErrorException(ErrorCodes.CursorNotFound, $"cursor id {id} not found");
        }

        var (batch, isLast) = cursor.Next(count);
        if (isLast)
        {
            Close(id);
        }

        return Reply(collection, isLast ? 0 : id, "nextBatch", batch);
    }

    public bool Close(long id) => _cursors.TryRemove(id, out _);

    private static BsonDocument Reply(string collection, long id, string batchName, BsonArray batch) => new("cursor", new BsonDocument
    {
        { batchName, batch },
        { "id", id },
        { "ns", collection },
    });
}

using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Cursors;

/// <summary>The rest of a result, taken as it was when the query ran.</summary>
internal sealed class Cursor(string collection, IReadOnlyList<BsonDocument> documents)
{
    private readonly Lock _gate = new();
    private int _next;

    public string Collection { get; } = collection;

    /// <summary>The next documents: as many as are asked for and fit into one message.</summary>
    public (BsonArray Documents, bool IsLast) Next(int count)
    {
        lock (_gate)
        {
            var batch = new BsonArray();
            var bytes = 0;
            while (_next < documents.Count && batch.Count < count)
            {
                // Encoded here once: the size is known, and the reply copies the bytes.
                var encoded = documents[_next].ToBson();
                if (bytes > 0 && bytes + encoded.Length > Limits.MaxDocumentBytes)
                {
                    break;
                }

                bytes += encoded.Length;
                batch.Add(new RawBsonDocument(encoded));
                _next++;
            }

            return (batch, _next == documents.Count);
        }
    }
}

using MongoDB.Bson;

namespace Pipeline.MongoServer.Storage;

/// <summary>A stored document. The document is never changed in place: an update puts another one in.</summary>
internal sealed class Record(long sequence, BsonDocument document)
{
    /// <summary>Its place in the order of insertion.</summary>
    public long Sequence { get; } = sequence;

    public BsonDocument Document { get; set; } = document;
}

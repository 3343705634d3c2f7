using MongoDB.Bson;

namespace Pipeline.MongoServer.Aggregation.Stages;

/// <summary>One parsed stage of an aggregation pipeline.</summary>
internal abstract record Stage
{
    public abstract IEnumerable<BsonDocument> Run(IEnumerable<BsonDocument> documents);
}

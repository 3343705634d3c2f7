using MongoDB.Bson;

namespace Pipeline.MongoServer.Query;

/// <summary>A parsed query: says of a whole document whether it matches.</summary>
internal abstract record Filter
{
    public static readonly Filter Everything = new AllFilters([]);

    public abstract bool Matches(BsonDocument document);
}

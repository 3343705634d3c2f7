using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>What an index was asked to be.</summary>
internal sealed record IndexDefinition(string Name, BsonDocument Keys)
{
    public static readonly IndexDefinition Id = new("_id_", new BsonDocument("_id", 1)) { Unique = true };

    public bool Unique { get; init; }

    public bool Sparse { get; init; }

    public BsonDocument? PartialFilter { get; init; }

    /// <summary><see cref="PartialFilter"/> as parsed.</summary>
    public Filter Covers { get; init; } = Filter.Everything;

    public double? ExpireAfterSeconds { get; init; }

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "v", 2 }, { "key", Keys }, { "name", Name } };
        if (this != Id && Unique)
        {
            document.Add("unique", true);
        }

        if (Sparse)
        {
            document.Add("sparse", true);
        }

        if (PartialFilter is not null)
        {
            document.Add("partialFilterExpression", PartialFilter);
        }

        if (ExpireAfterSeconds is { } seconds)
        {
            document.Add("expireAfterSeconds", seconds % 1 == 0 ? (long)seconds : seconds);
        }

        return document;
    }
}

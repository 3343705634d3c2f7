using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Storage;

/// <summary>What every document has to look like before it is stored.</summary>
internal static class DocumentShape
{
    /// <summary>Puts the id first, making one when there is none.</summary>
    public static BsonDocument WithId(BsonDocument document)
    {
        var place = document.IndexOfName("_id");
        var id = place < 0 ? ObjectId.GenerateNewId() : document[place];
        if (id is BsonArray or BsonRegularExpression or BsonUndefined)
            throw new MongoErrorException(ErrorCodes.InvalidIdField, $"The '_id' value cannot be of type {TypeNames.Of(id)}");
        if (document.Names.FirstOrDefault(name => name.StartsWith('$')) is { } dollar)
        {
            throw new MongoErrorException(
                ErrorCodes.DollarPrefixedFieldName, $"The dollar ($) prefixed field '{dollar}' is not valid for storage.");
        }

        if (place == 0)
            return document;
        if (place > 0)
            document.RemoveAt(place);
        document.InsertAt(0, new BsonElement("_id", id));
        return document;
    }
}

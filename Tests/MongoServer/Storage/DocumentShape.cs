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
        {
            throw new MongoErrorException(ErrorCodes.InvalidIdField, $"The '_id' value cannot be of type {TypeNames.Of(id)}");
        }

        if (DollarNames(id).FirstOrDefault() is { } dollar)
        {
            throw new MongoErrorException(
                ErrorCodes.DollarPrefixedFieldName, $"_id fields may not contain '$'-prefixed fields: {dollar} is not valid for storage.");
        }

        if (place == 0)
        {
            return document;
        }

        if (place > 0)
        {
            document.RemoveAt(place);
        }

        document.InsertAt(0, new BsonElement("_id", id));
        return document;
    }

    /// <summary>As <see cref="WithId"/>. Only an insert may bring fields whose names begin with a dollar.</summary>
    public static BsonDocument WithIdAfterUpdate(BsonDocument document) =>
        document.Names.FirstOrDefault(name => name.StartsWith('$')) is { } dollar
            ? throw new MongoErrorException(
                ErrorCodes.DollarPrefixedFieldName,
                $"The dollar ($) prefixed field '{dollar}' is not allowed in the context of an update's replacement document.")
            : WithId(document);

    /// <summary>The document's bytes; too many of them are refused with the code.</summary>
    public static byte[] Encode(BsonDocument document, int codeWhenTooLarge)
    {
        var bytes = document.ToBson();
        return bytes.Length <= Limits.MaxDocumentBytes
            ? bytes
            : throw new MongoErrorException(
                codeWhenTooLarge, $"The document has {bytes.Length} bytes and may have {Limits.MaxDocumentBytes}");
    }

    // A reference ($ref, $id, $db) would be allowed; the test double knows none.
    private static IEnumerable<string> DollarNames(BsonValue value) => value switch
    {
        BsonDocument fields => fields.SelectMany(
            field => field.Name.StartsWith('$') ? [field.Name] : DollarNames(field.Value)),
        BsonArray elements => elements.SelectMany(DollarNames),
        _ => [],
    };
}

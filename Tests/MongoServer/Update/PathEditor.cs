using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>Reads and writes the one place that an update's path names: fields of documents and places in arrays.</summary>
internal static class PathEditor
{
    public static BsonValue? Get(BsonDocument document, FieldPath path) =>
        path.Parts.Aggregate((BsonValue?)document, Child);

    public static bool LeadsThroughArray(BsonDocument document, FieldPath path)
    {
        BsonValue? parent = document;
        foreach (var part in path.Parts.SkipLast(1))
        {
            parent = Child(parent, part);
            if (parent is BsonArray)
            {
                return true;
            }
        }

        return false;
    }

    public static void Set(BsonDocument document, FieldPath path, BsonValue value)
    {
        BsonValue parent = document;
        foreach (var part in path.Parts.SkipLast(1))
        {
            var child = Child(parent, part);
            if (child is null)
            {
                Put(parent, part, child = new BsonDocument(), path);
            }

            parent = child;
        }

        Put(parent, path.Parts[^1], value, path);
    }

    public static void Unset(BsonDocument document, FieldPath path)
    {
        var parent = path.Parts.SkipLast(1).Aggregate((BsonValue?)document, Child);
        var last = path.Parts[^1];
        if (parent is BsonDocument fields)
        {
            fields.Remove(last);
        }
        else if (parent is BsonArray array && FieldPath.TryIndex(last, out var index) && index < array.Count)
        {
            array[index] = BsonNull.Value; // The server leaves a hole, so that the other elements keep their places.
        }
    }

    private static BsonValue? Child(BsonValue? parent, string part) => parent switch
    {
        BsonDocument fields => fields.TryGetValue(part, out var child) ? child : null,
        BsonArray array => FieldPath.TryIndex(part, out var index) && index < array.Count ? array[index] : null,
        _ => null,
    };

    private static void Put(BsonValue parent, string part, BsonValue value, FieldPath path)
    {
        const int MaxPadding = 1_500_000;
        switch (parent)
        {
            case BsonDocument fields:
                fields[part] = value;
                break;
            case BsonArray array when FieldPath.TryIndex(part, out var index) && index <= array.Count + MaxPadding:
                while (array.Count <= index)
                {
                    array.Add(BsonNull.Value);
                }

                array[index] = value;
                break;
            default:
                throw new MongoErrorException(
                    ErrorCodes.PathNotViable, $"Cannot create field '{part}' of '{path.Text}' in a {TypeNames.Of(parent)}");
        }
    }
}

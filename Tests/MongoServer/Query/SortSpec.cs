using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>A parsed sort: fields and directions. The empty one keeps the order it is given.</summary>
internal sealed record SortSpec(IReadOnlyList<SortField> Fields)
{
    public static readonly SortSpec None = new([]);

    public static SortSpec Parse(BsonDocument? sort) => sort is null or { ElementCount: 0 }
        ? None
        : new SortSpec([.. sort.Select(field => new SortField(FieldPath.Parse(field.Name), Direction(field)))]);

    public IEnumerable<T> Apply<T>(IEnumerable<T> items, Func<T, BsonDocument> documentOf)
    {
        IOrderedEnumerable<T>? ordered = null;
        foreach (var field in Fields)
        {
            BsonValue? Key(T item) => field.KeyOf(documentOf(item));
            ordered = (ordered, field.Ascending) switch
            {
                (null, true) => items.OrderBy(Key, BsonOrder.Instance),
                (null, false) => items.OrderByDescending(Key, BsonOrder.Instance),
                (_, true) => ordered.ThenBy(Key, BsonOrder.Instance),
                _ => ordered.ThenByDescending(Key, BsonOrder.Instance),
            };
        }

        return ordered ?? items;
    }

    private static bool Direction(BsonElement field) =>
        field.Value.IsNumeric && field.Value.ToDouble() is 1 or -1
            ? field.Value.ToInt32() == 1
            : throw MongoErrorException.BadValue($"Sort direction of '{field.Name}' must be 1 or -1");
}

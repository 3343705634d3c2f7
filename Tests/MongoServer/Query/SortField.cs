using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

internal sealed record SortField(FieldPath Path, bool Ascending)
{
    /// <summary>What a document sorts by: of an array the least element upwards, the greatest downwards.</summary>
    public BsonValue KeyOf(BsonDocument document)
    {
        BsonValue? key = null;
        Path.Any(document, value =>
        {
            if (value is BsonArray array)
            {
                foreach (var element in array.DefaultIfEmpty(BsonUndefined.Value))
                {
                    Take(element);
                }
            }
            else
            {
                Take(value ?? BsonNull.Value);
            }

            return false;
        });
        return key ?? BsonNull.Value;

        void Take(BsonValue candidate)
        {
            if (key is null || BsonOrder.Instance.Compare(candidate, key) < 0 == Ascending)
            {
                key = candidate;
            }
        }
    }
}

using MongoDB.Bson;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Storage;

/// <summary>The keys under which one document stands in an index: one for every element of an array.</summary>
internal sealed class IndexKeys
{
    public IndexKeys(BsonDocument document, IReadOnlyList<SortField> fields)
    {
        IsAllMissing = true;
        Combinations = [new BsonValue[fields.Count]];
        for (var i = 0; i < fields.Count; i++)
        {
            Spread(i, ValuesOf(document, fields[i]));
        }
    }

    public bool IsMultikey { get; private set; }

    public bool IsAllMissing { get; private set; }

    public IReadOnlyList<BsonValue[]> Combinations { get; private set; }

    private List<BsonValue> ValuesOf(BsonDocument document, SortField field)
    {
        var values = new List<BsonValue>(1);
        var throughArray = false;
        field.Path.Any(document, value =>
        {
            IsAllMissing &= value is null;
            throughArray |= value is BsonArray || values.Count > 0;
            if (value is BsonArray array)
            {
                values.AddRange(array.DefaultIfEmpty(BsonUndefined.Value));
            }
            else
            {
                values.Add(value ?? BsonNull.Value);
            }

            return false;
        });
        if (values.Count == 0)
        {
            values.Add(BsonNull.Value);
        }

        if (throughArray && IsMultikey)
        {
            throw new MongoErrorException(ErrorCodes.CannotIndexParallelArrays, $"cannot index parallel arrays [{field.Path.Text}]");
        }

        IsMultikey |= throughArray;
        return values;
    }

    private void Spread(int field, List<BsonValue> values)
    {
        if (values.Count == 1)
        {
            foreach (var key in Combinations)
            {
                key[field] = values[0];
            }

            return;
        }

        Combinations = [.. Combinations.SelectMany(_ => values, (key, value) =>
        {
            var copy = (BsonValue[])key.Clone();
            copy[field] = value;
            return copy;
        })];
    }
}

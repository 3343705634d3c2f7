using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Query;

/// <summary>A condition that one value at the end of the path has to meet.</summary>
internal abstract record ValueCondition : Condition
{
    /// <summary>Whether an array meets the condition when one of its elements does.</summary>
    protected virtual bool SeesElements => true;

    /// <summary>Tests one value; <see langword="null"/> is a missing field.</summary>
    public abstract bool Test(BsonValue? value);

    public override bool Holds(BsonDocument document, FieldPath path) => path.Any(document, IsMet);

    public override bool HoldsFor(BsonValue value) => Test(value);

    private bool IsMet(BsonValue? value)
    {
        if (Test(value))
        {
            return true;
        }

        if (!SeesElements || value is not BsonArray array)
        {
            return false;
        }

        foreach (var element in array)
        {
            if (Test(element))
            {
                return true;
            }
        }

        return false;
    }
}

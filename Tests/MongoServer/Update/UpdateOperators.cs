using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Aggregation.Operators;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>Every update operator that the test double knows.</summary>
internal sealed class UpdateOperators(ExpressionParser expressions, DateTimeOffset now)
{
    public Modifier Parse(string name, FieldPath path, BsonValue operand) => name switch
    {
        "$set" => new ValueModifier(path, _ => operand),
        "$setOnInsert" => new ValueModifier(path, _ => operand) { OnInsertOnly = true },
        "$unset" => new UnsetModifier(path),
        "$rename" => RenameModifier.Parse(path, operand),
        "$inc" => ParseIncrement(path, operand),
        "$min" => new ValueModifier(path, old => Wins(old, operand, least: true) ? operand : null),
        "$max" => new ValueModifier(path, old => Wins(old, operand, least: false) ? operand : null),
        "$currentDate" => ParseCurrentDate(path, operand),
        "$push" => ArrayUpdates.Push(path, operand),
        "$addToSet" => ArrayUpdates.AddToSet(path, operand),
        "$pull" => ArrayUpdates.Pull(path, operand, expressions),
        _ => throw new MongoErrorException(
            ErrorCodes.FailedToParse,
            $"Unknown modifier: {name}. Expected a valid update modifier or pipeline-style update specified as an array"),
    };

    private static bool Wins(BsonValue? old, BsonValue challenger, bool least)
    {
        if (old is null)
        {
            return true;
        }

        var order = BsonOrder.Instance.Compare(challenger, old);
        return least ? order < 0 : order > 0;
    }

    private static ValueModifier ParseIncrement(FieldPath path, BsonValue amount)
    {
        if (!amount.IsNumeric)
        {
            throw MongoErrorException.TypeMismatch($"Cannot increment with non-numeric argument: {{{path.Text}: {TypeNames.Of(amount)}}}");
        }

        return new ValueModifier(path, old => old switch
        {
            null => amount,
            { IsNumeric: true } => Increment(path, old, amount),
            _ => throw MongoErrorException.TypeMismatch(
                $"Cannot apply $inc to a value of non-numeric type: '{path.Text}' is {TypeNames.Of(old)}"),
        });
    }

    private static BsonValue Increment(FieldPath path, BsonValue old, BsonValue amount)
    {
        // Unlike $add, $inc never turns a long that overflows into a double.
        var sum = Arithmetic.Sum(old, amount);
        return sum.IsDouble && !old.IsDouble && !amount.IsDouble
            ? throw MongoErrorException.BadValue($"Failed to apply $inc operations to '{path.Text}': overflow")
            : sum;
    }

    private ValueModifier ParseCurrentDate(FieldPath path, BsonValue operand)
    {
        var type = operand is BsonDocument { ElementCount: 1 } document ? document.GetValue("$type", BsonNull.Value) : operand;
        BsonValue value = type switch
        {
            BsonBoolean { Value: true } or BsonString { Value: "date" } => new BsonDateTime(now.UtcDateTime),
            BsonString { Value: "timestamp" } => new BsonTimestamp((int)now.ToUnixTimeSeconds(), 1),
            _ => throw MongoErrorException.BadValue($"{operand} is not valid type for $currentDate"),
        };
        return new ValueModifier(path, _ => value);
    }
}

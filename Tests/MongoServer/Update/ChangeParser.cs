using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Update;

/// <summary>Reads an update. Every operator that it does not know is an error.</summary>
internal sealed class ChangeParser(ExpressionParser expressions, DateTimeOffset now)
{
    private readonly UpdateOperators _operators = new(expressions, now);

    public Change Parse(BsonValue source) => source switch
    {
        BsonArray stages => new PipelineChange(new StageParser(expressions).ParseUpdate(stages)),
        BsonDocument operators when ConditionParser.HasOperators(operators) => new OperatorChange(ParseOperators(operators)),
        BsonDocument replacement => new ReplacementChange(replacement),
        _ => throw new MongoErrorException(ErrorCodes.FailedToParse, "Update argument must be either an object or an array"),
    };

    private List<Modifier> ParseOperators(BsonDocument operators)
    {
        var modifiers = new List<Modifier>();
        foreach (var (name, operand) in operators.Select(element => (element.Name, element.Value)))
        {
            if (operand is not BsonDocument fields)
            {
                throw new MongoErrorException(
                    ErrorCodes.FailedToParse, $"Modifiers operate on fields but we found type {TypeNames.Of(operand)} for {name}");
            }

            modifiers.AddRange(fields.Select(field => _operators.Parse(name, ParsePath(field.Name), field.Value)));
        }

        RefuseConflicts([.. modifiers.SelectMany(modifier => modifier.Writes)]);
        return modifiers;
    }

    private static FieldPath ParsePath(string text)
    {
        if (text.Split('.').Contains(string.Empty))
        {
            throw new MongoErrorException(ErrorCodes.EmptyFieldName, $"The update path '{text}' contains an empty field name");
        }

        var path = FieldPath.Parse(text);
        return path.Parts.Any(part => part.StartsWith('$'))
            ? throw MongoErrorException.BadValue($"The test double knows no positional operator: '{text}'")
            : path;
    }

    private static void RefuseConflicts(List<FieldPath> paths)
    {
        for (var i = 0; i < paths.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (paths[i].Overlaps(paths[j]))
                {
                    throw new MongoErrorException(
                        ErrorCodes.ConflictingUpdateOperators,
                        $"Updating the path '{paths[i].Text}' would create a conflict at '{paths[j].Text}'");
                }
            }
        }
    }
}

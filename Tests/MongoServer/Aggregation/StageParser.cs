using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation.Accumulators;
using Pipeline.MongoServer.Aggregation.Stages;
using Pipeline.MongoServer.Query;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Aggregation;

/// <summary>Reads the stages of a pipeline. Every stage that it does not know is an error.</summary>
internal sealed class StageParser(ExpressionParser expressions)
{
    private readonly ProjectionParser _projections = new(expressions);
    private readonly FilterParser _filters = new(expressions);

    public IReadOnlyList<Stage> Parse(BsonArray pipeline) => [.. pipeline.Select(Parse)];

    /// <summary>The stages of an update: only those that make one document out of one.</summary>
    public IReadOnlyList<Stage> ParseUpdate(BsonArray pipeline)
    {
        var stages = Parse(pipeline);
        return stages.All(stage => stage is ProjectStage or ReplaceStage)
            ? stages
            : throw new MongoErrorException(ErrorCodes.InvalidOptions, "A pipeline-style update may not hold that stage");
    }

    private Stage Parse(BsonValue source)
    {
        if (source is not BsonDocument { ElementCount: 1 } stage)
        {
            throw new MongoErrorException(ErrorCodes.OneFieldPerStage, "A pipeline stage must contain exactly one field.");
        }

        var (name, value) = (stage.GetElement(0).Name, stage.GetElement(0).Value);
        return name switch
        {
            "$match" => new MatchStage(_filters.Parse(Document(name, value, 15959))),
            "$project" => new ProjectStage(_projections.Parse(Document(name, value, 15969))),
            "$addFields" => new ProjectStage(_projections.ParseAddFields(Document(name, value, 40272))),
            "$unset" => new ProjectStage(ProjectionParser.ParseUnset(value)),
            "$replaceWith" => new ReplaceStage(expressions.Parse(value)),
            "$group" => ParseGroup(Document(name, value, 15947)),
            "$sort" => new SortStage(ParseSort(Document(name, value, 15973))),
            "$limit" => new LimitStage(ParseLimit(value)),
            "$skip" => new SkipStage(Whole(value) ?? throw new MongoErrorException(5107200, $"invalid argument to $skip stage: {value}")),
            "$count" => new CountStage(ParseCount(value)),
            "$unwind" => ParseUnwind(value),
            _ => throw new MongoErrorException(ErrorCodes.UnrecognizedStage, $"Unrecognized pipeline stage name: '{name}'"),
        };
    }

    private GroupStage ParseGroup(BsonDocument specification)
    {
        if (!specification.TryGetValue("_id", out var key))
        {
            throw new MongoErrorException(15955, "a group specification must include an _id");
        }

        return new GroupStage(expressions.Parse(key), [.. specification.Where(field => field.Name != "_id").Select(ParseGroupField)]);
    }

    private GroupField ParseGroupField(BsonElement field)
    {
        if (field.Value is not BsonDocument { ElementCount: 1 } document)
        {
            throw new MongoErrorException(ErrorCodes.OneFieldPerAccumulator, $"The field '{field.Name}' must specify one accumulator");
        }

        var (name, argument) = (document.GetElement(0).Name, document.GetElement(0).Value);
        if (name == "$count")
        {
            return new GroupField(field.Name, new ConstantExpression(1), Accumulator.All["$sum"]);
        }

        return Accumulator.All.TryGetValue(name, out var create)
            ? new GroupField(field.Name, expressions.Parse(argument), create)
            : throw new MongoErrorException(15952, $"unknown group operator '{name}'");
    }

    private static UnwindStage ParseUnwind(BsonValue value)
    {
        var specification = value as BsonDocument ?? new BsonDocument("path", value);
        var unknown = specification.Names.FirstOrDefault(name => name is not ("path" or "preserveNullAndEmptyArrays"));
        if (unknown is not null)
        {
            throw new MongoErrorException(28811, $"unrecognized option to $unwind stage: {unknown}");
        }

        if (specification.GetValue("path", BsonNull.Value) is not BsonString { Value: ['$', .. var path] })
        {
            throw new MongoErrorException(28818, "path option to $unwind stage should be prefixed with a '$'");
        }

        return new UnwindStage(FieldPath.Parse(path), Truth.Of(specification.GetValue("preserveNullAndEmptyArrays", false)));
    }

    private static SortSpec ParseSort(BsonDocument specification) => specification.ElementCount > 0
        ? SortSpec.Parse(specification)
        : throw new MongoErrorException(15976, "$sort stage must have at least one sort key");

    private static string ParseCount(BsonValue field) => field switch
    {
        BsonString { Value: "" } => throw new MongoErrorException(40157, "the count field must be a non-empty string"),
        BsonString { Value: ['$', ..] } => throw new MongoErrorException(40158, "the count field cannot be a $-prefixed path"),
        BsonString name when name.Value.Contains('.', StringComparison.Ordinal) =>
            throw new MongoErrorException(40160, "the count field cannot contain '.'"),
        BsonString name => name.Value,
        _ => throw new MongoErrorException(40156, "the count field must be a non-empty string"),
    };

    private static BsonDocument Document(string name, BsonValue value, int codeOfAnythingElse) => value as BsonDocument
        ?? throw new MongoErrorException(codeOfAnythingElse, $"the {name} stage specification must be an object");

    private static int ParseLimit(BsonValue value) => Whole(value) switch
    {
        null => throw new MongoErrorException(5107201, $"invalid argument to $limit stage: {value}"),
        0 => throw new MongoErrorException(15958, "the limit must be positive"),
        { } limit => limit,
    };

    private static int? Whole(BsonValue value) =>
        value.IsNumeric && value.ToDouble() >= 0 && value.ToDouble() % 1 == 0 ? (int)Math.Min(value.ToInt64(), int.MaxValue) : null;
}

using MongoDB.Bson;
using Pipeline.MongoServer.Aggregation;
using Pipeline.MongoServer.Aggregation.Stages;
using Pipeline.MongoServer.Cursors;
using Pipeline.MongoServer.Query;

namespace Pipeline.MongoServer.Commands.Reading;

internal sealed class AggregateCommand : ICommand
{
    public string Name => "aggregate";

    public IReadOnlyCollection<string> Fields => ["pipeline", "cursor"];

    public BsonDocument Execute(CommandContext context)
    {
        if (!context.Arguments.Has("cursor"))
        {
            throw new MongoErrorException(ErrorCodes.FailedToParse, "The 'cursor' option is required");
        }

        var stages = new StageParser(context.Expressions).Parse(context.Arguments.Array("pipeline"));
        return context.Node.Cursors.Open(
            context.FullName, Run(context, stages), CursorArguments.BatchSize(context, CursorTable.DefaultFirstBatch));
    }

    private static List<BsonDocument> Run(CommandContext context, IReadOnlyList<Stage> stages)
    {
        if (context.FindCollection() is not { } collection)
        {
            return Run(stages, []);
        }

        // What a pipeline begins with is what an index can help with.
        var filter = stages is [MatchStage match, ..] ? match.Filter : Filter.Everything;
        var rest = stages is [MatchStage, ..] ? stages.Skip(1).ToList() : stages;
        var sort = rest is [SortStage sorting, ..] ? sorting.Sort : SortSpec.None;
        lock (collection.Gate)
        {
            return Run(sort == SortSpec.None ? rest : rest.Skip(1), collection.Find(filter, sort).Select(record => record.Document));
        }
    }

    private static List<BsonDocument> Run(IEnumerable<Stage> stages, IEnumerable<BsonDocument> documents) =>
        [.. stages.Aggregate(documents, (results, stage) => stage.Run(results))];
}

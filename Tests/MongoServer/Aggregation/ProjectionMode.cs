namespace Pipeline.MongoServer.Aggregation;

internal enum ProjectionMode
{
    Include,
    Exclude,
    Add,
}

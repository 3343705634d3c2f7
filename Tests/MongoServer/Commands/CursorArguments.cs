namespace Pipeline.MongoServer.Commands;

/// <summary>Reads the <c>cursor: { batchSize }</c> that aggregations and lists carry.</summary>
internal static class CursorArguments
{
    public static int BatchSize(CommandContext context, int fallback) =>
        context.Arguments.OptionalDocument("cursor") is { } cursor
            ? new Arguments("cursor", cursor, ["batchSize"]).Number("batchSize", fallback)
            : fallback;
}

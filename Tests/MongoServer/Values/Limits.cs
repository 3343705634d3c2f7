namespace Pipeline.MongoServer.Values;

/// <summary>The sizes that a real server allows and announces in its handshake.</summary>
internal static class Limits
{
    public const int MaxDocumentBytes = 16 * 1024 * 1024;
    public const int MaxMessageBytes = 48_000_000;
    public const int MaxBatchStatements = 100_000;
}

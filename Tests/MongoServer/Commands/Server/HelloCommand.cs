using MongoDB.Bson;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Commands.Server;

/// <summary>
/// The handshake and the heartbeat. There is no <c>topologyVersion</c> in the answer, so that drivers poll
/// and do not ask for a stream of answers.
/// </summary>
internal sealed class HelloCommand : ICommand
{
    public static readonly string[] LegacyNames = ["isMaster", "ismaster"];

    /// <summary>That of MongoDB 7.0.</summary>
    private const int MaxWireVersion = 21;

    public string Name => "hello";

    // helloOk: answered with true. client: for logs. compression: none is offered. backpressure: there is none.
    public IReadOnlyCollection<string> Fields => ["helloOk", "client", "compression", "backpressure"];

    public BsonDocument Execute(CommandContext context)
    {
        var isLegacy = LegacyNames.Contains(context.Body.GetElement(0).Name);
        var reply = new BsonDocument
        {
            { "helloOk", true },
            { isLegacy ? "ismaster" : "isWritablePrimary", true },
            { "maxBsonObjectSize", Limits.MaxDocumentBytes },
            { "maxMessageSizeBytes", Limits.MaxMessageBytes },
            { "maxWriteBatchSize", Limits.MaxBatchStatements },
            { "localTime", new BsonDateTime(context.Now.UtcDateTime) },
            { "logicalSessionTimeoutMinutes", 30 },
            { "minWireVersion", 0 },
            { "maxWireVersion", MaxWireVersion },
            { "readOnly", false },
        };
        if (context.Node.ReplicaSet is { } name)
        {
            AddMembership(reply, name, context.Node.Address);
        }

        return reply;
    }

    private static void AddMembership(BsonDocument reply, string name, string address) => reply.AddRange(
    [
        new BsonElement("setName", name),
        new BsonElement("setVersion", 1),
        new BsonElement("electionId", new ObjectId("7fffffff0000000000000001")),
        new BsonElement("secondary", false),
        new BsonElement("hosts", new BsonArray { address }),
        new BsonElement("primary", address),
        new BsonElement("me", address),
    ]);
}

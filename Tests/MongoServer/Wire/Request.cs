using MongoDB.Bson;

namespace Pipeline.MongoServer.Wire;

/// <summary>A command as it came over the wire.</summary>
/// <param name="Id">The request's number; the answer carries it.</param>
/// <param name="Body">The command, its document sequences put in as arrays.</param>
/// <param name="OpCode">How it was packed; the answer is packed accordingly.</param>
/// <param name="ExpectsReply">Whether the client waits for an answer.</param>
internal sealed record Request(int Id, BsonDocument Body, OpCode OpCode, bool ExpectsReply)
{
    public string CommandName => Body.ElementCount == 0 ? string.Empty : Body.GetElement(0).Name;
}

using System.Collections.Concurrent;
using MongoDB.Bson;

namespace Pipeline.MongoServer.Sessions;

internal sealed class SessionTable
{
    private readonly ConcurrentDictionary<BsonValue, WriteSession> _sessions = new();

    public WriteSession Obtain(BsonDocument id) => _sessions.GetOrAdd(id["id"], _ => new WriteSession());

    public void End(BsonDocument id) => _sessions.TryRemove(id["id"], out _);
}

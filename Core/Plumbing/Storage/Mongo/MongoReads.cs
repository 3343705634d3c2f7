using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>Queries with the time limit of whoever waits for them.</summary>
internal static class MongoReads
{
    /// <summary>
    /// Makes the server end a query that takes longer than its caller may wait (<see cref="StoreWork"/>): cancelling the token ends the wait,
    /// but the query goes on until the server notices that the client is gone.
    /// </summary>
    public static FindOptions Options => new() { MaxTime = StoreWork.Current.Timeout };
}

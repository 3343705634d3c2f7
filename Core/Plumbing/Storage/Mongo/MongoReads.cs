using MongoDB.Driver;

namespace Pipeline.Core.Plumbing.Storage.Mongo;

/// <summary>How queries are made for whoever waits for them.</summary>
internal static class MongoReads
{
    /// <summary>
    /// Lets the server end a query that takes longer than its caller may (<see cref="StoreWork"/>): a token that trips ends the wait,
    /// and the query only once the server sees that nobody is there.
    /// </summary>
    public static FindOptions Options => new() { MaxTime = StoreWork.Current.Timeout };
}

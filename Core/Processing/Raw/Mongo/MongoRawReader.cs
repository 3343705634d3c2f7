using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>Reads collections of raw events, open or sealed. Of a collection that is not there it reads nothing.</summary>
internal sealed class MongoRawReader(MongoStorage storage)
{
    public const int PageSize = 2_000;

    static MongoRawReader() => BsonSerializer.TryRegisterSerializer(new RawEventSerializer());

    /// <summary>A collection as its events.</summary>
    public IMongoCollection<RawEvent> Events(string collection) => storage.Database.GetCollection<RawEvent>(collection);

    /// <summary>
    /// The events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, in order. A query per page, so that a slow consumer holds
    /// no cursor that the server might close.
    /// </summary>
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        string collection, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = RawKey.FirstOf(to.ToBoundMilliseconds());
        var range = new BsonDocument { { "$gte", RawKey.FirstOf(from.ToBoundMilliseconds()) }, { "$lt", end } };
        List<RawEvent> page;
        do
        {
            page = await FindPageAsync(collection, range, cancellationToken);
            foreach (var raw in page)
            {
                yield return raw;
            }

            if (page.Count > 0)
            {
                range = new BsonDocument { { "$gt", RawKey.Of(page[^1].Event.Key) }, { "$lt", end } };
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>The events with these keys, at most a page of them, in order.</summary>
    public Task<List<RawEvent>> FindAsync(string collection, IEnumerable<EventKey> keys, CancellationToken cancellationToken) =>
        FindPageAsync(collection, new BsonDocument("$in", new BsonArray(keys.Select(RawKey.Of))), cancellationToken);

    private Task<List<RawEvent>> FindPageAsync(string collection, BsonDocument keys, CancellationToken cancellationToken) =>
        Events(collection).Find(new BsonDocument(RawDocument.Id, keys), MongoReads.Options).Sort(new BsonDocument(RawDocument.Id, 1))
            .Limit(PageSize).ToListAsync(cancellationToken).TranslateErrorsAsync();
}

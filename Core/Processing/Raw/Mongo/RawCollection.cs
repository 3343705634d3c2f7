using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <summary>A collection of raw events: those of an open day or of a sealed generation. One that does not exist is empty.</summary>
internal sealed class RawCollection(MongoStorage storage, string name)
{
    public const int PageSize = 2_000;

    static RawCollection() => BsonSerializer.TryRegisterSerializer(new RawEventSerializer());

    public IMongoCollection<RawEvent> Events => storage.Database.GetCollection<RawEvent>(name);

    /// <summary>The same as it is stored.</summary>
    public IMongoCollection<BsonDocument> Documents => storage.Collection(name);

    /// <summary>
    /// Events with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, in order. A query per page, so that a slow consumer holds no
    /// cursor that the server might close.
    /// </summary>
    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var range = RangeOf(from, to);
        List<RawEvent> page;
        do
        {
            page = await ReadPageAsync(range, cancellationToken);
            foreach (var raw in page)
            {
                yield return raw;
            }

            if (page.Count > 0)
            {
                range = new BsonDocument { { "$gt", RawKey.Of(page[^1].Event.Key) }, { "$lt", range["$lt"] } };
            }
        }
        while (page.Count == PageSize);
    }

    /// <summary>The events with these keys, at most a page of them, in the order of the keys.</summary>
    public Task<List<RawEvent>> FindAsync(IEnumerable<EventKey> keys, CancellationToken cancellationToken) =>
        ReadPageAsync(IdsOf(keys), cancellationToken);

    /// <summary>The time of the first event with <paramref name="from"/> ≤ timestamp &lt; <paramref name="to"/>, if there is one.</summary>
    public async Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var first = await Documents.Find(new BsonDocument(RawDocument.Id, RangeOf(from, to)), MongoReads.Options)
            .Sort(new BsonDocument(RawDocument.Id, 1)).Project<BsonDocument>(new BsonDocument(RawDocument.Id, 1))
            .FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        return first is null ? null : RawKey.Parse(first[RawDocument.Id].AsByteArray).Timestamp;
    }

    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        Documents.CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken).TranslateErrorsAsync();

    /// <summary>Removes at most a page of events, each only if it came from the given origin.</summary>
    public Task RemoveAsync(IEnumerable<RawEvent> events, CancellationToken cancellationToken) =>
        Documents.WriteAllAsync(
            [.. events.Select(raw => new DeleteOneModel<BsonDocument>(
                new BsonDocument { { RawDocument.Id, RawKey.Of(raw.Event.Key) }, { RawDocument.Origin, raw.Origin } }))],
            cancellationToken);

    private static BsonDocument RangeOf(DateTimeOffset from, DateTimeOffset to) => new()
    {
        { "$gte", RawKey.FirstOf(from.ToBoundMilliseconds()) },
        { "$lt", RawKey.FirstOf(to.ToBoundMilliseconds()) },
    };

    private static BsonDocument IdsOf(IEnumerable<EventKey> keys) => new("$in", new BsonArray(keys.Select(RawKey.Of)));

    private Task<List<RawEvent>> ReadPageAsync(BsonDocument ids, CancellationToken cancellationToken) =>
        Events.Find(new BsonDocument(RawDocument.Id, ids), MongoReads.Options).Sort(new BsonDocument(RawDocument.Id, 1)).Limit(PageSize)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
}

using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <inheritdoc/>
public sealed class MongoRawStore(MongoStorage storage) : IRawStore
{
    private const int PageSize = 2_000;

    /// <summary>A range of so many days asks each of them: a day without a collection is simply empty.</summary>
    private const int MaxDaysUnlisted = 3;

    private static readonly InsertManyOptions Unordered = new() { IsOrdered = false };

    static MongoRawStore() => BsonSerializer.TryRegisterSerializer(new RawEventSerializer());

    public async Task<IReadOnlyList<InsertOutcome>> InsertAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, CancellationToken cancellationToken)
    {
        if (events.FirstOrDefault(raw => raw.Event.UtcDay != day) is { Event: { } stray })
        {
            throw new ArgumentException($"An event of {stray.UtcDay:O} cannot be stored with those of {day:O}.", nameof(events));
        }

        var outcomes = new InsertOutcome[events.Count];
        if (events.Count == 0)
        {
            return outcomes;
        }

        try
        {
            // The driver cuts it into messages of the size that the server takes.
            await Day(day).InsertManyAsync(events, Unordered, cancellationToken).TranslateErrorsAsync();
        }
        catch (MongoBulkWriteException refused) when (refused.HasOnlyDuplicateKeys())
        {
            // Never the reply's count: a write that was retried after a lost answer may be refused by its own first try.
            await TellApartAsync(day, events, [.. refused.WriteErrors.Select(error => error.Index)], outcomes, cancellationToken);
        }

        return outcomes;
    }

    public IAsyncEnumerable<Event> ReadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadPagesAsync(null, from, to, cancellationToken);

    public IAsyncEnumerable<Event> ReadSessionAsync(
        string sessionId, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        ReadPagesAsync(sessionId, from, to, cancellationToken);

    public async Task<DateTimeOffset?> FindFirstAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            return null;
        }

        var range = new BsonDocument
        {
            { "$gte", RawKey.FirstOf(from.ToBoundMilliseconds()) },
            { "$lt", RawKey.FirstOf(to.ToBoundMilliseconds()) },
        };
        foreach (var day in await GetDaysAsync(from, to, cancellationToken))
        {
            var first = await storage.Collection(RawCollection.NameOf(day)).Find(new BsonDocument(RawDocument.Id, range))
                .Sort(new BsonDocument(RawDocument.Id, 1)).Project<BsonDocument>(new BsonDocument(RawDocument.Id, 1))
                .FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
            if (first is not null)
            {
                return RawKey.Parse(first[RawDocument.Id].AsByteArray).Timestamp;
            }
        }

        return null;
    }

    public async Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken)
    {
        var raw = new ListCollectionNamesOptions { Filter = new BsonDocument("name", new BsonRegularExpression(RawCollection.NamePattern)) };
        var cursor = await storage.Database.ListCollectionNamesAsync(raw, cancellationToken).TranslateErrorsAsync();
        var names = await cursor.ToListAsync(cancellationToken).TranslateErrorsAsync();
        return [.. names.Select(RawCollection.DayOf).Order()];
    }

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        Day(day).CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken).TranslateErrorsAsync();

    public Task DropAsync(DateOnly day, CancellationToken cancellationToken) =>
        storage.Database.DropCollectionAsync(RawCollection.NameOf(day), cancellationToken).TranslateErrorsAsync();

    private IMongoCollection<RawEvent> Day(DateOnly day) => storage.Database.GetCollection<RawEvent>(RawCollection.NameOf(day));

    /// <summary>Finds out which of the events that were there already have the same origin.</summary>
    private async Task TellApartAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, int[] known, InsertOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var stored = await storage.Collection(RawCollection.NameOf(day)).FindByIdsAsync(
            known.Select(index => RawKey.Of(events[index].Event)), new BsonDocument(RawDocument.Origin, 1), cancellationToken);
        var origins = stored.ToDictionary(
            document => RawKey.Parse(document[RawDocument.Id].AsByteArray),
            document => document[RawDocument.Origin].AsInt64);
        foreach (var index in known)
        {
            var raw = events[index];
            // It was there a moment ago: the day has been dropped since.
            if (!origins.TryGetValue((raw.Event.Timestamp, raw.Event.EventId), out var origin))
            {
                throw new TransientStorageException($"The raw events of {day:O} were dropped while others were being stored.");
            }

            outcomes[index] = origin == raw.Origin ? InsertOutcome.Stored : InsertOutcome.Duplicate;
        }
    }

    /// <summary>A query per page, so that a slow consumer holds no cursor that the server might close.</summary>
    private async IAsyncEnumerable<Event> ReadPagesAsync(
        string? sessionId, DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        var end = RawKey.FirstOf(to.ToBoundMilliseconds());
        foreach (var day in await GetDaysAsync(from, to, cancellationToken))
        {
            var range = new BsonDocument { { "$gte", RawKey.FirstOf(from.ToBoundMilliseconds()) }, { "$lt", end } };
            List<RawEvent> page;
            do
            {
                page = await Day(day).Find(Within(range, sessionId), MongoReads.Options).Sort(new BsonDocument(RawDocument.Id, 1)).Limit(PageSize)
                    .ToListAsync(cancellationToken).TranslateErrorsAsync();
                foreach (var raw in page)
                {
                    yield return raw.Event;
                }

                if (page.Count > 0)
                {
                    range = new BsonDocument { { "$gt", RawKey.Of(page[^1].Event) }, { "$lt", end } };
                }
            }
            while (page.Count == PageSize);
        }
    }

    private async Task<IEnumerable<DateOnly>> GetDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var count = last.DayNumber - first.DayNumber + 1;
        return count <= MaxDaysUnlisted
            ? Enumerable.Range(0, count).Select(first.AddDays)
            : (await GetDaysAsync(cancellationToken)).Where(day => day >= first && day <= last);
    }

    private static BsonDocument Within(BsonDocument range, string? sessionId)
    {
        var filter = new BsonDocument(RawDocument.Id, range);
        return sessionId is null ? filter : filter.Add(RawDocument.Session, sessionId);
    }
}

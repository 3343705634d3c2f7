using System.Runtime.CompilerServices;
using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Raw.Mongo;

/// <inheritdoc/>
public sealed class MongoRawStore(MongoStorage storage) : IRawStore
{
    /// <summary>Days that one reader queries at a time: the round trips overlap, and connections stay free for other readers.</summary>
    private const int MaxDaysAtOnce = 4;

    private static readonly InsertManyOptions Unordered = new() { IsOrdered = false };

    private readonly MongoRawReader _reader = new(storage);

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
            // Never trust the reply's count: a write that was retried after a lost answer may be refused because of its own first try.
            await TellApartAsync(day, events, [.. refused.WriteErrors.Select(error => error.Index)], outcomes, cancellationToken);
        }

        return outcomes;
    }

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

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (from >= to)
        {
            yield break;
        }

        foreach (var day in await GetDaysAsync(from, to, cancellationToken))
        {
            await foreach (var raw in _reader.ReadAsync(RawCollection.NameOf(day), from, to, cancellationToken))
            {
                yield return raw;
            }
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<EventKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Order().Chunk(MongoRawReader.PageSize))
        {
            var days = page.GroupBy(key => key.UtcDay).ToList();
            var found = new List<RawEvent>[days.Count];
            await Parallel.ForAsync(
                0,
                days.Count,
                new ParallelOptions { MaxDegreeOfParallelism = MaxDaysAtOnce, CancellationToken = cancellationToken },
                async (i, token) => found[i] = await _reader.FindAsync(RawCollection.NameOf(days[i].Key), days[i], token));
            foreach (var raw in found.SelectMany(day => day))
            {
                yield return raw;
            }
        }
    }

    public async Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) =>
        await RawCollection.GetDaysAsync(storage, cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        Day(day).CountDocumentsAsync(new BsonDocument(), cancellationToken: cancellationToken).TranslateErrorsAsync();

    public async Task RemoveAsync(DateOnly day, IReadOnlyCollection<EventKey> keys, CancellationToken cancellationToken)
    {
        foreach (var page in keys.Chunk(MongoRawReader.PageSize))
        {
            var ids = new BsonDocument("$in", new BsonArray(page.Select(RawKey.Of)));
            await storage.Collection(RawCollection.NameOf(day)).DeleteManyAsync(new BsonDocument(RawDocument.Id, ids), cancellationToken)
                .TranslateErrorsAsync();
        }
    }

    private IMongoCollection<RawEvent> Day(DateOnly day) => _reader.Events(RawCollection.NameOf(day));

    /// <summary>Finds out which of the events that were already stored have the same origin.</summary>
    private async Task TellApartAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, int[] known, InsertOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var stored = await storage.Collection(RawCollection.NameOf(day)).FindByIdsAsync(
            known.Select(index => RawKey.Of(events[index].Event.Key)), new BsonDocument(RawDocument.Origin, 1), cancellationToken);
        var origins = stored.ToDictionary(
            document => RawKey.Parse(document[RawDocument.Id].AsByteArray),
            document => document[RawDocument.Origin].AsInt64);
        foreach (var index in known)
        {
            var raw = events[index];
            if (!origins.TryGetValue(raw.Event.Key, out var origin))
            {
                throw await ExplainAsync(day, raw.Event.Key, cancellationToken);
            }

            outcomes[index] = origin == raw.Origin ? InsertOutcome.Stored : InsertOutcome.Duplicate;
        }
    }

    /// <summary>Why an event was refused as a duplicate that its day does not have.</summary>
    private async Task<Exception> ExplainAsync(DateOnly day, EventKey key, CancellationToken cancellationToken)
    {
        foreach (var closed in (await RawCollection.GetSealedAsync(storage, cancellationToken)).Where(found => found.Day == day))
        {
            if ((await _reader.FindAsync(RawCollection.NameOf(closed), [key], cancellationToken)).Count > 0)
            {
                return new TransientStorageException($"The day {day:O} was sealed while its events were stored.");
            }
        }

        // A sealed day is archived and dropped much later than this. What is left is that somebody has added a unique index.
        return new InvalidOperationException($"MongoDB refused raw events of {day:O} as duplicates, but does not have them.");
    }

    private async Task<IEnumerable<DateOnly>> GetDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var count = last.DayNumber - first.DayNumber + 1;
        return count <= RawCollection.MaxDaysUnlisted
            ? Enumerable.Range(0, count).Select(first.AddDays)
            : (await GetDaysAsync(cancellationToken)).Where(day => day >= first && day <= last);
    }
}

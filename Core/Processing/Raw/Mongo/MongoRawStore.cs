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
            await Day(day).Events.InsertManyAsync(events, Unordered, cancellationToken).TranslateErrorsAsync();
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

        foreach (var day in await GetDaysAsync(from, to, cancellationToken))
        {
            if (await Day(day).FindFirstAsync(from, to, cancellationToken) is { } first)
            {
                return first;
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
            await foreach (var raw in Day(day).ReadAsync(from, to, cancellationToken))
            {
                yield return raw;
            }
        }
    }

    public async IAsyncEnumerable<RawEvent> ReadAsync(
        IReadOnlyCollection<EventKey> keys, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var page in keys.Distinct().Order().Chunk(RawCollection.PageSize))
        {
            var days = page.GroupBy(key => key.UtcDay).ToList();
            var found = new List<RawEvent>[days.Count];
            await Parallel.ForAsync(
                0,
                days.Count,
                new ParallelOptions { MaxDegreeOfParallelism = MaxDaysAtOnce, CancellationToken = cancellationToken },
                async (i, token) => found[i] = await Day(days[i].Key).FindAsync(days[i], token));
            foreach (var raw in found.SelectMany(day => day))
            {
                yield return raw;
            }
        }
    }

    public async Task<IReadOnlyList<DateOnly>> GetDaysAsync(CancellationToken cancellationToken) =>
        await RawDays.GetAsync(storage, cancellationToken);

    public Task<long> CountAsync(DateOnly day, CancellationToken cancellationToken) =>
        Day(day).CountAsync(cancellationToken);

    public async Task RemoveAsync(DateOnly day, IReadOnlyCollection<RawEvent> events, CancellationToken cancellationToken)
    {
        foreach (var page in events.Chunk(RawCollection.PageSize))
        {
            await Day(day).RemoveAsync(page, cancellationToken);
        }
    }

    private RawCollection Day(DateOnly day) => new(storage, RawNames.Of(day));

    /// <summary>Finds out which of the events that were already stored have the same origin.</summary>
    private async Task TellApartAsync(
        DateOnly day, IReadOnlyList<RawEvent> events, int[] known, InsertOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var stored = await Day(day).Documents.FindByIdsAsync(
            known.Select(index => RawKey.Of(events[index].Event.Key)), new BsonDocument(RawDocument.Origin, 1), cancellationToken);
        var origins = stored.ToDictionary(
            document => RawKey.Parse(document[RawDocument.Id].AsByteArray),
            document => document[RawDocument.Origin].AsInt64);
        foreach (var index in known)
        {
            var raw = events[index];
            if (!origins.TryGetValue(raw.Event.Key, out var origin))
            {
                await RefuseUniqueIndexAsync(day, cancellationToken);
                throw new TransientStorageException($"MongoDB had events of {day:O} that it does not have any more: the day was sealed meanwhile.");
            }

            outcomes[index] = origin == raw.Origin ? InsertOutcome.Stored : InsertOutcome.Duplicate;
        }
    }

    /// <summary>An index that somebody has added refuses events for good, while a day that was sealed takes them at the next attempt.</summary>
    private async Task RefuseUniqueIndexAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var cursor = await Day(day).Documents.Indexes.ListAsync(cancellationToken).TranslateErrorsAsync();
        var indexes = await cursor.ToListAsync(cancellationToken).TranslateErrorsAsync();
        if (indexes.Find(index => index.GetValue("unique", false).ToBoolean()) is { } unique)
        {
            throw new InvalidOperationException(
                $"MongoDB refused raw events of {day:O} as duplicates, but does not have them: "
                + $"{RawNames.Of(day)} must not have the unique index '{unique["name"]}'.");
        }
    }

    private async Task<IEnumerable<DateOnly>> GetDaysAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var count = last.DayNumber - first.DayNumber + 1;
        return count <= RawDays.MaxDaysUnlisted
            ? Enumerable.Range(0, count).Select(first.AddDays)
            : (await GetDaysAsync(cancellationToken)).Where(day => day >= first && day <= last);
    }
}

using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Quarantine.Mongo;

/// <inheritdoc/>
public sealed class MongoQuarantineStore(MongoStorage storage) : IQuarantineStore
{
    internal static readonly IReadOnlyList<MongoIndex> Indexes =
    [
        new(MongoNames.Quarantine, "by_age", new BsonDocument { { "first", -1 }, { "_id", -1 } }),
        new(MongoNames.Quarantine, "by_reason", new BsonDocument { { "state", 1 }, { "reason", 1 } }),
        new(MongoNames.Quarantine, "by_retry", new BsonDocument { { "retry", 1 }, { "state", 1 } }),
        new(MongoNames.Quarantine, "moved", new BsonDocument("moved", 1)),
    ];

    private static readonly BsonDocument LatestFirst = new() { { "first", -1 }, { "_id", -1 } };
    private static readonly BsonDocument OldestFirst = new() { { "first", 1 }, { "_id", 1 } };

    private readonly IMongoCollection<BsonDocument> _entries = storage.Collection(MongoNames.Quarantine);

    public async Task<IReadOnlyList<QuarantineEntry>> AddAsync(
        IReadOnlyCollection<QuarantineEntry> entries, CancellationToken cancellationToken)
    {
        // Entries that exist already are refused because of their id, which is what we want.
        var known = await _entries.WriteOnceAsync(
            [.. entries.Select(entry => new InsertOneModel<BsonDocument>(QuarantineDocument.Of(entry)))], cancellationToken);
        return [.. entries.Where((_, i) => !known.Contains(i))];
    }

    public async Task<QuarantineEntry?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _entries.Find(new BsonDocument("_id", id)).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } found
            ? QuarantineDocument.ToEntry(found)
            : null;

    public async Task<IReadOnlyList<QuarantineEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var found = await _entries.Find(new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids))))
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(QuarantineDocument.ToEntry);
    }

    public Task<IReadOnlyList<QuarantineEntry>> ListAsync(
        QuarantineFilter filter, QuarantinePosition? after, int limit, CancellationToken cancellationToken)
    {
        var conditions = MongoQuarantineFilter.Of(filter);
        if (after is not null)
        {
            var time = after.FirstSeenAt.ToStored();
            conditions.Add(new BsonDocument("$or", new BsonArray
            {
                new BsonDocument("first", new BsonDocument("$lt", time)),
                new BsonDocument { { "first", time }, { "_id", new BsonDocument("$lt", after.Id) } },
            }));
        }

        return FindAsync(conditions, LatestFirst, limit, cancellationToken);
    }

    public Task<long> CountAsync(QuarantineFilter filter, CancellationToken cancellationToken) =>
        _entries.CountDocumentsAsync(
            MongoQuarantineFilter.Of(filter).ToDocument(),
            new CountOptions { MaxTime = MongoReads.Options.MaxTime },
            cancellationToken).TranslateErrorsAsync();

    public async Task<IReadOnlyList<QuarantineGroup>> GroupAsync(QuarantineFilter filter, CancellationToken cancellationToken)
    {
        var groups = await AggregateAsync(
            MongoQuarantineFilter.Of(filter),
            new BsonDocument
            {
                { "_id", new BsonDocument { { "reason", "$reason" }, { "state", "$state" } } },
                { "count", new BsonDocument("$sum", 1L) },
                { "first", new BsonDocument("$min", "$first") },
                { "last", new BsonDocument("$max", "$last") },
            },
            cancellationToken);
        return
        [
            .. groups.Select(group => new QuarantineGroup(
                    group["_id"]["reason"].AsString,
                    Enum.Parse<QuarantineState>(group["_id"]["state"].AsString),
                    group["count"].ToInt64(),
                    group["first"].ToInstant(),
                    group["last"].ToInstant()))
                .OrderByDescending(group => group.Count).ThenBy(group => group.Reason, StringComparer.Ordinal).ThenBy(group => group.State),
        ];
    }

    public Task<long> ClaimAsync(QuarantineFilter filter, Guid retry, QuarantineChange change, CancellationToken cancellationToken)
    {
        var conditions = MongoQuarantineFilter.Of(filter with { State = QuarantineState.Open });
        conditions.Add(new BsonDocument("retry", new BsonDocument("$ne", QuarantineDocument.Binary(retry))));
        return ChangeAsync(
            conditions,
            new BsonDocument
            {
                { "state", nameof(QuarantineState.Retrying) },
                { "retry", QuarantineDocument.Binary(retry) },
                { "claimed", change.At.ToStored() },
            },
            change,
            cancellationToken);
    }

    public Task<IReadOnlyList<QuarantineEntry>> GetClaimedAsync(Guid retry, int limit, CancellationToken cancellationToken) =>
        FindAsync(Claimed(retry), OldestFirst, limit, cancellationToken);

    public Task<long> ReleaseAsync(Guid retry, QuarantineChange change, CancellationToken cancellationToken) => ChangeAsync(
        Claimed(retry),
        new BsonDocument { { "state", nameof(QuarantineState.Open) }, { "retry", BsonNull.Value }, { "claimed", BsonNull.Value } },
        change,
        cancellationToken);

    public async Task<IReadOnlyList<Guid>> GetClaimantsAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var conditions = MongoQuarantineFilter.Of(new QuarantineFilter { State = QuarantineState.Retrying });
        conditions.Add(new BsonDocument("claimed", new BsonDocument("$lt", before.ToBound())));
        var claimants = await AggregateAsync(conditions, new BsonDocument("_id", "$retry"), cancellationToken);
        return claimants.ConvertAll(claimant => QuarantineDocument.Guid(claimant["_id"]));
    }

    public async Task<bool> UpdateAsync(QuarantineEntry entry, QuarantineChange change, CancellationToken cancellationToken)
    {
        var unchanged = new MongoQuarantineFilter();
        unchanged.Add(new BsonDocument { { "_id", entry.Id }, { "version", entry.Version } });
        return await ChangeAsync(unchanged, QuarantineDocument.Changeable(entry), change, cancellationToken) == 1;
    }

    public Task<long> DiscardAsync(QuarantineFilter filter, QuarantineChange change, CancellationToken cancellationToken) => ChangeAsync(
        MongoQuarantineFilter.Of(filter with { State = QuarantineState.Open }),
        new BsonDocument("state", nameof(QuarantineState.Discarded)),
        change,
        cancellationToken);

    public async Task<IReadOnlyList<RetryCounts>> GetRetryAsync(Guid retry, CancellationToken cancellationToken)
    {
        var conditions = new MongoQuarantineFilter();
        conditions.Add(new BsonDocument("retry", QuarantineDocument.Binary(retry)));
        var isNew = new BsonDocument("$gt", new BsonArray { "$stored", 0 });
        var groups = await AggregateAsync(
            conditions,
            new BsonDocument
            {
                { "_id", new BsonDocument { { "reason", "$reason" }, { "state", "$state" }, { "new", isNew } } },
                { "count", new BsonDocument("$sum", 1L) },
            },
            cancellationToken);
        return
        [
            .. groups.GroupBy(group => group["_id"]["reason"].AsString)
                .Select(reason => new RetryCounts(
                    reason.Key,
                    Sum(reason, (state, stored) => state == QuarantineState.Resolved && stored),
                    Sum(reason, (state, stored) => state == QuarantineState.Resolved && !stored),
                    Sum(reason, (state, _) => state is QuarantineState.Open or QuarantineState.Discarded),
                    Sum(reason, (state, _) => state == QuarantineState.Retrying)))
                .OrderByDescending(counts => counts.Stored + counts.Duplicate + counts.Failed + counts.Waiting)
                .ThenBy(counts => counts.Reason, StringComparer.Ordinal),
        ];

        static long Sum(IEnumerable<BsonDocument> groups, Func<QuarantineState, bool, bool> counts) => groups
            .Where(group => counts(Enum.Parse<QuarantineState>(group["_id"]["state"].AsString), group["_id"]["new"].AsBoolean))
            .Sum(group => group["count"].ToInt64());
    }

    public async Task<IReadOnlyList<MovedItems>> GetMovedAsync(CancellationToken cancellationToken)
    {
        var moved = await SumMovedAsync(Moved(), "$items.account", cancellationToken);
        return [.. moved.Select(sum => ToMoved(sum["_id"], sum)).OrderBy(sum => sum.From)];
    }

    public async Task<IReadOnlyList<MovedHour>> GetMovedByHourAsync(
        DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var moved = Moved();
        moved.Add(new BsonDocument("hour", new BsonDocument { { "$gte", from.ToBound() }, { "$lt", to.ToBound() } }));
        var sums = await SumMovedAsync(
            moved,
            new BsonDocument { { "producer", "$items.producer" }, { "hour", "$hour" }, { "account", "$items.account" } },
            cancellationToken);
        return sums.ConvertAll(sum => new MovedHour(
            QuarantineDocument.Guid(sum["_id"]["producer"]), sum["_id"]["hour"].ToInstant(), ToMoved(sum["_id"]["account"], sum)));
    }

    private static MongoQuarantineFilter Moved()
    {
        var moved = new MongoQuarantineFilter();
        moved.Add(new BsonDocument("items.account", new BsonDocument("$in", new BsonArray
        {
            nameof(QuarantineAccount.Rejected), nameof(QuarantineAccount.Quarantined),
        })));
        moved.Add(new BsonDocument("moved", new BsonDocument("$gt", 0)));
        return moved;
    }

    private Task<List<BsonDocument>> SumMovedAsync(MongoQuarantineFilter moved, BsonValue key, CancellationToken cancellationToken) =>
        AggregateAsync(
            moved,
            new BsonDocument
            {
                { "_id", key },
                { "stored", new BsonDocument("$sum", "$stored") },
                { "duplicate", new BsonDocument("$sum", "$duplicate") },
            },
            cancellationToken);

    private static MovedItems ToMoved(BsonValue account, BsonDocument sum) =>
        new(Enum.Parse<QuarantineAccount>(account.AsString), sum["stored"].ToInt64(), sum["duplicate"].ToInt64());

    private static MongoQuarantineFilter Claimed(Guid retry)
    {
        var claimed = MongoQuarantineFilter.Of(new QuarantineFilter { State = QuarantineState.Retrying });
        claimed.Add(new BsonDocument("retry", QuarantineDocument.Binary(retry)));
        return claimed;
    }

    private async Task<IReadOnlyList<QuarantineEntry>> FindAsync(
        MongoQuarantineFilter filter, BsonDocument order, int limit, CancellationToken cancellationToken)
    {
        var found = await _entries.Find(filter.ToDocument(), MongoReads.Options).Sort(order).Limit(limit)
            .ToListAsync(cancellationToken).TranslateErrorsAsync();
        return found.ConvertAll(QuarantineDocument.ToEntry);
    }

    private Task<List<BsonDocument>> AggregateAsync(MongoQuarantineFilter filter, BsonDocument group, CancellationToken cancellationToken) =>
        _entries.Aggregate(new AggregateOptions { MaxTime = MongoReads.Options.MaxTime })
            .Match(filter.ToDocument()).Group<BsonDocument>(group).ToListAsync(cancellationToken).TranslateErrorsAsync();

    private async Task<long> ChangeAsync(
        MongoQuarantineFilter filter, BsonDocument set, QuarantineChange change, CancellationToken cancellationToken) =>
        (await _entries.UpdateManyAsync(
            filter.ToDocument(),
            new BsonDocument
            {
                { "$set", set },
                { "$push", new BsonDocument("history", QuarantineDocument.Of(change)) },
                { "$inc", new BsonDocument("version", 1L) },
            },
            cancellationToken: cancellationToken).TranslateErrorsAsync()).ModifiedCount;
}

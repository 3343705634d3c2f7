using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>
/// One document an envelope, so that workers never wait for each other, and one a producer for what was folded. An entry counts
/// unless a run holds its numbers: a fold first puts entries into a run, in one write that nobody else may have come before, and
/// then deletes them. Whoever reads the entries first and the runs after them sees every envelope once, whatever dies in between.
/// </summary>
public sealed class MongoLedger(MongoStorage storage) : ILedger
{
    private static readonly BsonDocument Everything = [];

    private readonly IMongoCollection<BsonDocument> _entries = storage.Collection(MongoNames.Ledger);
    private readonly IMongoCollection<BsonDocument> _runs = storage.Collection(MongoNames.LedgerRuns);

    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        // The last of one envelope's wins, as if they came in separate calls.
        var last = entries.GroupBy(entry => (entry.Producer, entry.Sequence)).Select(envelope => envelope.Last());
        return _entries.WriteAllAsync([.. last.Select(LedgerDocuments.Put)], cancellationToken);
    }

    public async Task<LedgerTotals> GetTotalsAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken) =>
        LedgerSums.Total(await ReadAsync(cancellationToken), gapBefore);

    public async Task<DateTimeOffset?> GetDrainedThroughAsync(DateTimeOffset gapBefore, CancellationToken cancellationToken) =>
        LedgerSums.DrainedThrough(await ReadAsync(cancellationToken), gapBefore);

    public async Task<int> CompactAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var old = await FindAsync(_entries, new BsonDocument("t", new BsonDocument("$lt", before.ToBound())), cancellationToken);
        var removed = 0;
        foreach (var producer in old.GroupBy(LedgerDocuments.ProducerOf))
        {
            removed += await FoldAsync(producer.Key, [.. producer], cancellationToken);
        }

        return removed;
    }

    /// <summary>Returns how many spans there are fewer; 0 when another process was folding the same producer's.</summary>
    private async Task<int> FoldAsync(Guid producer, List<BsonDocument> entries, CancellationToken cancellationToken)
    {
        var id = new BsonDocument("_id", LedgerDocuments.IdOf(producer));
        var stored = await _runs.Find(id).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync();
        var version = stored?[LedgerDocuments.Version].AsInt64 ?? 0;
        var runs = stored is null ? [] : LedgerDocuments.ReadRuns(stored);

        var folded = new ProducerSpans(producer, runs, entries.ConvertAll(LedgerDocuments.ReadEntry)).Folded();
        var document = LedgerDocuments.PutRuns(producer, version + 1, folded);
        var taken = await _runs.WriteOnceAsync(
            [new ReplaceOneModel<BsonDocument>(id.Add(LedgerDocuments.Version, version), document) { IsUpsert = true }],
            cancellationToken);
        if (taken.Count > 0)
        {
            return 0;
        }

        await _entries.WriteAllAsync(
            entries.ConvertAll(entry => new DeleteOneModel<BsonDocument>(new BsonDocument("_id", entry["_id"]))), cancellationToken);
        return runs.Count + entries.Count - folded.Count;
    }

    private async Task<List<ProducerSpans>> ReadAsync(CancellationToken cancellationToken)
    {
        var entries = (await FindAsync(_entries, Everything, cancellationToken))
            .GroupBy(LedgerDocuments.ProducerOf, LedgerDocuments.ReadEntry)
            .ToDictionary(producer => producer.Key, producer => producer.ToList());
        var runs = (await FindAsync(_runs, Everything, cancellationToken))
            .ToDictionary(producer => producer["_id"].AsGuid, LedgerDocuments.ReadRuns);
        return [.. entries.Keys.Union(runs.Keys).Select(producer => new ProducerSpans(
            producer, runs.GetValueOrDefault(producer, []), entries.GetValueOrDefault(producer, [])))];
    }

    private static Task<List<BsonDocument>> FindAsync(
        IMongoCollection<BsonDocument> collection, BsonDocument filter, CancellationToken cancellationToken) =>
        collection.Find(filter).ToListAsync(cancellationToken).TranslateErrorsAsync();
}

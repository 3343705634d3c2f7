using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>
/// An entry is {_id: {p: producer, s: sequence}, …span}. A producer's folded runs are one document {_id: producer, v: version,
/// runs: [{s: sequence, …span}]}.
/// </summary>
internal static class LedgerDocuments
{
    public const string Version = "v";

    private const string Runs = "runs";

    public static WriteModel<BsonDocument> Put(LedgerEntry entry)
    {
        var id = new BsonDocument { { "p", IdOf(entry.Producer) }, { "s", entry.Sequence } };
        return new ReplaceOneModel<BsonDocument>(new BsonDocument("_id", id), new BsonDocument
        {
            { "_id", id },
            { "n", (long)entry.Count },
            { "st", (long)entry.Stored },
            { "du", (long)entry.Duplicate },
            { "re", (long)entry.Rejected },
            { "qu", (long)entry.Quarantined },
            { "t", entry.ReceivedAt.ToStored() },
        })
        {
            IsUpsert = true,
        };
    }

    public static BsonDocument PutRuns(Guid producer, long version, IEnumerable<LedgerSpan> runs) => new()
    {
        { "_id", IdOf(producer) },
        { Version, version },
        { Runs, new BsonArray(runs.Select(ToDocument)) },
    };

    public static Guid ProducerOf(BsonDocument entry) => entry["_id"]["p"].AsGuid;

    public static LedgerSpan ReadEntry(BsonDocument entry) => Read(entry, entry["_id"]["s"].AsInt64, entry["t"].ToInstant());

    public static List<LedgerSpan> ReadRuns(BsonDocument runs) =>
        [.. runs[Runs].AsBsonArray.Select(run => Read(run.AsBsonDocument, run["s"].AsInt64, run["u"].ToInstant()))];

    public static BsonBinaryData IdOf(Guid producer) => new(producer, GuidRepresentation.Standard);

    private static LedgerSpan Read(BsonDocument span, long sequence, DateTimeOffset lastReceivedAt) => new(
        sequence,
        span["n"].AsInt64,
        span["st"].AsInt64,
        span["du"].AsInt64,
        span["re"].AsInt64,
        span["qu"].AsInt64,
        span["t"].ToInstant(),
        lastReceivedAt);

    private static BsonDocument ToDocument(LedgerSpan run) => new()
    {
        { "s", run.Sequence },
        { "n", run.Count },
        { "st", run.Stored },
        { "du", run.Duplicate },
        { "re", run.Rejected },
        { "qu", run.Quarantined },
        { "t", run.FirstReceivedAt.ToStored() },
        { "u", run.LastReceivedAt.ToStored() },
    };
}

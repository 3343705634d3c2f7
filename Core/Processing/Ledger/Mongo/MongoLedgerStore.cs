using MongoDB.Bson;
using MongoDB.Driver;
using Pipeline.Core.Plumbing.Storage.Mongo;

namespace Pipeline.Core.Processing.Ledger.Mongo;

/// <summary>
/// An entry is {_id: {p: producer, s: sequence, t: receipt time}, c: content}, an account {_id: producer, v: version, c: content}, the sum
/// of closed accounts {_id: "closed", v: version, c: content} in a separate collection. Contents are JSON, see <see cref="LedgerJson"/>.
/// </summary>
public sealed class MongoLedgerStore(MongoStorage storage) : ILedgerStore
{
    private const string Version = "v";
    private const string Content = "c";

    private static readonly BsonDocument Everything = [];
    private static readonly BsonString ClosedId = new("closed");

    private readonly IMongoCollection<BsonDocument> _entries = storage.Collection(MongoNames.LedgerEntries);
    private readonly IMongoCollection<BsonDocument> _accounts = storage.Collection(MongoNames.LedgerAccounts);
    private readonly IMongoCollection<BsonDocument> _closed = storage.Collection(MongoNames.LedgerClosed);

    public Task RecordAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken)
    {
        // If there are several for one envelope, the last one wins, as if they came in separate calls.
        var last = entries.GroupBy(IdOf).Select(envelope => (Id: envelope.Key, Entry: envelope.Last()));
        return _entries.WriteAllAsync(
            [.. last.Select(one => new ReplaceOneModel<BsonDocument>(
                new BsonDocument("_id", one.Id),
                new BsonDocument { { "_id", one.Id }, { Content, LedgerJson.Write(one.Entry) } }) { IsUpsert = true })],
            cancellationToken);
    }

    /// <summary>
    /// Entries before accounts: an entry that is posted in between is in both, and the account ignores it. If accounts are closed meanwhile,
    /// everything is read again.
    /// </summary>
    public async Task<LedgerBook> ReadAsync(int maxEntries, CancellationToken cancellationToken)
    {
        while (true)
        {
            var closed = await ReadClosedAsync(cancellationToken);
            var entries = await _entries.Find(Everything).Sort(new BsonDocument("_id", 1)).Limit(maxEntries)
                .ToListAsync(cancellationToken).TranslateErrorsAsync();
            var accounts = await _accounts.Find(Everything).ToListAsync(cancellationToken).TranslateErrorsAsync();
            if ((await ReadClosedAsync(cancellationToken)).Version == closed.Version)
            {
                return new LedgerBook(
                    entries.ConvertAll(entry => LedgerJson.ReadEntry(entry[Content].AsString)),
                    accounts.ConvertAll(account => LedgerJson.ReadAccount(account[Content].AsString)),
                    closed);
            }
        }
    }

    public Task<bool> PutAsync(LedgerAccount account, CancellationToken cancellationToken) => PutAsync(
        _accounts,
        IdOf(account.Producer),
        account.Version,
        LedgerJson.Write(account with { Version = account.Version + 1 }),
        cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<LedgerEntry> entries, CancellationToken cancellationToken) =>
        RemoveAsync(_entries, entries.Select(IdOf), cancellationToken);

    public Task<bool> PutClosedAsync(ClosedAccounts closed, CancellationToken cancellationToken) => PutAsync(
        _closed, ClosedId, closed.Version, LedgerJson.Write(closed with { Version = closed.Version + 1 }), cancellationToken);

    public Task RemoveAccountsAsync(IReadOnlyCollection<Guid> producers, CancellationToken cancellationToken) =>
        RemoveAsync(_accounts, producers.Select(IdOf), cancellationToken);

    private static BsonDocument IdOf(LedgerEntry entry) =>
        new() { { "p", IdOf(entry.Producer) }, { "s", entry.Sequence }, { "t", entry.ReceivedAt.ToStored() } };

    private static BsonBinaryData IdOf(Guid producer) => new(producer, GuidRepresentation.Standard);

    private async Task<ClosedAccounts> ReadClosedAsync(CancellationToken cancellationToken) =>
        await _closed.Find(Everything).FirstOrDefaultAsync(cancellationToken).TranslateErrorsAsync() is { } closed
            ? LedgerJson.ReadClosed(closed[Content].AsString)
            : new ClosedAccounts();

    private static async Task<bool> PutAsync(
        IMongoCollection<BsonDocument> collection, BsonValue id, long version, string content, CancellationToken cancellationToken)
    {
        try
        {
            var replaced = await collection.FindOneAndReplaceAsync(
                new BsonDocument { { "_id", id }, { Version, version } },
                new BsonDocument { { "_id", id }, { Version, version + 1 }, { Content, content } },
                new FindOneAndReplaceOptions<BsonDocument> { IsUpsert = version == 0, ReturnDocument = ReturnDocument.After },
                cancellationToken).TranslateErrorsAsync();
            return replaced is not null;
        }
        catch (MongoCommandException taken) when (taken.IsDuplicateKey())
        {
            return false;
        }
    }

    private static Task RemoveAsync(
        IMongoCollection<BsonDocument> collection, IEnumerable<BsonValue> ids, CancellationToken cancellationToken) =>
        collection.WriteAllAsync(
            [.. ids.Select(id => new DeleteOneModel<BsonDocument>(new BsonDocument("_id", id)))], cancellationToken);
}

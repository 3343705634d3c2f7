using Pipeline.Contracts.Storage;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Mongo;
using Pipeline.MongoServer;
using Pipeline.MongoServer.Faults;

namespace Pipeline.Contracts.Ledger;

public sealed class MongoLedgerStoreTests : LedgerStoreContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    [Theory]
    [InlineData("findAndModify")]
    [InlineData("delete")]
    public async Task Post_DiesBeforeOrAfterAnyWrite_EveryEnvelopeCountsOnce(string command)
    {
        await using var server = TestMongoServer.Start();
        var scratch = new MongoScratch(server.ConnectionString);
        var producer = Guid.NewGuid();
        var recorded = 0;
        foreach (var fault in new[] { Fault.LostRequest, Fault.LostReply })
        {
            var store = new MongoLedgerStore(scratch.Open());
            var bookkeeper = Open(store);
            await store.RecordAsync([.. Enumerable.Range(recorded, 10).Select(number => Entry(producer, 10 * number, 10, number))], Token);
            recorded += 10;

            server.FailNext(command, fault);
            await Assert.ThrowsAsync<TransientStorageException>(() => bookkeeper.PostAsync(queueIsEmpty: false, Token));
            Assert.Equal(10 * recorded, (await bookkeeper.ReadAsync(Token)).Totals.Stored);

            // An envelope that comes again now may find its numbers in the account.
            await store.RecordAsync([Entry(producer, 0, 10)], Token);
            await bookkeeper.PostAsync(queueIsEmpty: false, Token);
            Assert.Equal(new LedgerTotals(10 * recorded, 10 * recorded, 0, 0, 0, 0, 0), (await bookkeeper.ReadAsync(Token)).Totals);
            Assert.Empty((await store.ReadAsync(10, Token)).Entries);
        }
    }

    protected override async Task<ILedgerStore> CreateAsync() => new MongoLedgerStore(await _scratch.OpenIndexedAsync());
}

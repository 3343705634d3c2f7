using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Mongo;

namespace Pipeline.Contracts.Ledger;

public sealed class MongoLedgerTests : LedgerContract, IAsyncDisposable
{
    private readonly MongoScratch _scratch = new();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();

    protected override async Task<ILedger> CreateAsync() => new MongoLedger(await _scratch.OpenIndexedAsync());
}

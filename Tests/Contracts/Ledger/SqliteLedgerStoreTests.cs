using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Sqlite;

namespace Pipeline.Contracts.Ledger;

public sealed class SqliteLedgerStoreTests : LedgerStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<ILedgerStore> CreateAsync() => Task.FromResult<ILedgerStore>(new SqliteLedgerStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Sqlite;

namespace Pipeline.Contracts.Ledger;

public sealed class SqliteLedgerTests : LedgerContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<ILedger> CreateAsync() => Task.FromResult<ILedger>(new SqliteLedger(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

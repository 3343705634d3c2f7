using Pipeline.Core.Processing.Ledger;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Ledger;

/// <summary>The fake that other suites rely on keeps the promises, too.</summary>
public sealed class InMemoryLedgerStoreTests : LedgerStoreContract
{
    private readonly InMemoryLedgerStore _store = new();

    protected override Task<ILedgerStore> CreateAsync() => Task.FromResult<ILedgerStore>(_store);
}

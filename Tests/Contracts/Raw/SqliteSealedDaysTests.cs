using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Sqlite;

namespace Pipeline.Contracts.Raw;

public sealed class SqliteSealedDaysTests : SealedDaysContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    protected override Task<(IRawStore Raw, ISealedDays Sealed)> CreateAsync()
    {
        var store = _scratch.Open().Store;
        return Task.FromResult<(IRawStore, ISealedDays)>((new SqliteRawStore(store), new SqliteSealedDays(store)));
    }
}

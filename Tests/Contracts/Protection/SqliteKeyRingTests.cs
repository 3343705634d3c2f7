using Pipeline.Contracts.Storage;
using Pipeline.Core.Protection;
using Pipeline.Core.Protection.Sqlite;

namespace Pipeline.Contracts.Protection;

public sealed class SqliteKeyRingTests : KeyRingContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IKeyRing> CreateAsync() => Task.FromResult<IKeyRing>(new SqliteKeyRing(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Raw.Sqlite;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Sessions.Sqlite;

namespace Pipeline.Contracts.Raw;

public sealed class SqliteSealedReferencesTests : SealedReferencesContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    protected override Task<(IRawStore Raw, ISealedDays Sealed, ISessionStore Sessions)> CreateAsync()
    {
        var store = _scratch.Open().Store;
        return Task.FromResult<(IRawStore, ISealedDays, ISessionStore)>(
            (new SqliteRawStore(store), new SqliteSealedDays(store), new SqliteSessionStore(store)));
    }
}

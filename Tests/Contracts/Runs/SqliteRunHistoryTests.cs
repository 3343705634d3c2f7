using Pipeline.Contracts.Storage;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Sqlite;

namespace Pipeline.Contracts.Runs;

public sealed class SqliteRunHistoryTests : RunHistoryContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IRunHistory> CreateAsync() => Task.FromResult<IRunHistory>(new SqliteRunHistory(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

using Pipeline.Contracts.Storage;
using Pipeline.Core.Runs;
using Pipeline.Core.Runs.Sqlite;

namespace Pipeline.Contracts.Runs;

public sealed class SqliteRunLedgerTests : RunLedgerContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IRunLedger> CreateAsync() => Task.FromResult<IRunLedger>(new SqliteRunLedger(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

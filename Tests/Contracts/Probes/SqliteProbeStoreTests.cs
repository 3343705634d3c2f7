using Pipeline.Contracts.Storage;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Probes.Sqlite;

namespace Pipeline.Contracts.Probes;

public sealed class SqliteProbeStoreTests : ProbeStoreContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    protected override Task<IProbeStore> CreateAsync() => Task.FromResult<IProbeStore>(new SqliteProbeStore(_scratch.Open().Store));

    public void Dispose() => _scratch.Dispose();
}

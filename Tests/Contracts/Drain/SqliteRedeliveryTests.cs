using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Drain;

public sealed class SqliteRedeliveryTests : RedeliveryContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private protected override Task<DrainStores> OpenAsync() => Task.FromResult(DrainStores.On(_scratch.Open().Store));
}

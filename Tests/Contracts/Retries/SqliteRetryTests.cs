using Pipeline.Contracts.Drain;
using Pipeline.Contracts.Storage;

namespace Pipeline.Contracts.Retries;

public sealed class SqliteRetryTests : RetryContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private protected override Task<DrainStores> OpenAsync() => Task.FromResult(DrainStores.On(_scratch.Open().Store));
}

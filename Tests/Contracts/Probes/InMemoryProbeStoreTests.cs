using Pipeline.Core.Processing.Probes;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Probes;

/// <summary>The fake keeps the same promises.</summary>
public sealed class InMemoryProbeStoreTests : ProbeStoreContract
{
    private readonly InMemoryProbeStore _store = new();

    protected override Task<IProbeStore> CreateAsync() => Task.FromResult<IProbeStore>(_store);
}

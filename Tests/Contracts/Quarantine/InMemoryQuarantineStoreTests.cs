using Pipeline.Core.Processing.Quarantine;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Quarantine;

/// <summary>The fake keeps the same promises.</summary>
public sealed class InMemoryQuarantineStoreTests : QuarantineStoreContract
{
    private readonly InMemoryQuarantineStore _store = new();

    protected override Task<IQuarantineStore> CreateAsync() => Task.FromResult<IQuarantineStore>(_store);
}

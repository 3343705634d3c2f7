using Pipeline.Core.Processing.Raw;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Raw;

/// <summary>The fake that other suites rely on keeps the promises, too.</summary>
public sealed class InMemorySealedDaysTests : SealedDaysContract
{
    private readonly InMemoryRawStore _store = new();

    protected override Task<(IRawStore Raw, ISealedDays Sealed)> CreateAsync() =>
        Task.FromResult<(IRawStore, ISealedDays)>((_store, _store.Sealed));
}

using Pipeline.Core.Protection;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Protection;

/// <summary>The fake keeps the same promises.</summary>
public sealed class InMemoryKeyRingTests : KeyRingContract
{
    private readonly InMemoryKeyRing _ring = new();

    protected override Task<IKeyRing> CreateAsync() => Task.FromResult<IKeyRing>(_ring);
}

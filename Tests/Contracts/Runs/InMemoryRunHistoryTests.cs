using Pipeline.Core.Runs;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Runs;

/// <summary>The fake that other suites rely on keeps the promises, too.</summary>
public sealed class InMemoryRunHistoryTests : RunHistoryContract
{
    private readonly InMemoryRunHistory _history = new();

    protected override Task<IRunHistory> CreateAsync() => Task.FromResult<IRunHistory>(_history);
}

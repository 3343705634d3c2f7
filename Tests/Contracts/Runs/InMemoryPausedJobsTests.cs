using Pipeline.Core.Runs;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Runs;

/// <summary>The fake that other suites rely on keeps the promises, too.</summary>
public sealed class InMemoryPausedJobsTests : PausedJobsContract
{
    private readonly InMemoryPausedJobs _paused = new();

    protected override Task<IPausedJobs> CreateAsync() => Task.FromResult<IPausedJobs>(_paused);
}

using Pipeline.Core.Plumbing.Hosting;
using Pipeline.Hosting.Startup;
using Xunit;

namespace Pipeline.Hosting.Tests.Startup;

public sealed class StartupChecksTests
{
    [Fact]
    public async Task RunAsync_AllIsWell_Passes() =>
        await StartupChecks.RunAsync([new Check("queue")], TestContext.Current.CancellationToken);

    [Fact]
    public async Task RunAsync_SeveralChecksFindProblems_ReportsAllOfThem()
    {
        Check[] checks = [new Check("queue", "a is missing", "b is forbidden"), new Check("store"), new Check("bucket", "c")];

        var refused = await Assert.ThrowsAsync<StartupException>(
            () => StartupChecks.RunAsync(checks, TestContext.Current.CancellationToken));

        Assert.Equal(["queue: a is missing", "queue: b is forbidden", "bucket: c"], refused.Problems);
    }

    private sealed class Check(string name, params string[] problems) : IStartupCheck
    {
        public string Name => name;

        public Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(problems);
    }
}

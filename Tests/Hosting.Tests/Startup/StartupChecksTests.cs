using Pipeline.Core.Hosting;
using Pipeline.Hosting.Startup;
using Xunit;

namespace Pipeline.Hosting.Tests.Startup;

public sealed class StartupChecksTests
{
    [Fact]
    public async Task StartingAsync_AllIsWell_Passes() =>
        await new StartupChecks([new Check("queue")]).StartingAsync(TestContext.Current.CancellationToken);

    [Fact]
    public async Task StartingAsync_SeveralChecksFindProblems_ReportsAllOfThem()
    {
        var checks = new StartupChecks([new Check("queue", "a is missing", "b is forbidden"), new Check("store"), new Check("bucket", "c")]);

        var refused = await Assert.ThrowsAsync<StartupException>(() => checks.StartingAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["queue: a is missing", "queue: b is forbidden", "bucket: c"], refused.Problems);
    }

    private sealed class Check(string name, params string[] problems) : IStartupCheck
    {
        public string Name => name;

        public Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<string>>(problems);
    }
}

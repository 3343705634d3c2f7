using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd;

/// <summary>The scripts themselves, run the way a user runs them.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dev_Demo_FillsAnEmptyDirectoryOnceAndStopsCleanly()
    {
        var environment = new Dictionary<string, string>
        {
            ["PORT"] = $"{Ports.Free()}",
            ["DATA_DIR"] = _directory.File("data"),
        };
        await using (var first = ChildProcess.Start(Repository.Script("dev"), ["--demo"], environment))
        {
            await WaitForAsync(first, "The demo data is in: ");
            Assert.Contains($"http://127.0.0.1:{environment["PORT"]}/api/docs", first.Output, StringComparison.Ordinal);

            await using var second = ChildProcess.Start(Repository.Script("dev"), [], environment);
            Assert.NotEqual(0, await second.WaitAsync(Token));
            Assert.Contains($"Port {environment["PORT"]} is in use.", second.Output, StringComparison.Ordinal);

            Assert.Equal(0, await first.TerminateAsync(Token));
        }

        await using var again = ChildProcess.Start(Repository.Script("dev"), ["--demo"], environment);
        await WaitForAsync(again, "The pipeline is ready.");
        Assert.Contains("Not filling in demo data", again.Output, StringComparison.Ordinal);
        Assert.Equal(0, await again.TerminateAsync(Token));
    }

    [Fact]
    public async Task Dev_UnknownOption_FailsWithTheUsage()
    {
        await using var dev = ChildProcess.Start(Repository.Script("dev"), ["--nope"], new Dictionary<string, string>());

        Assert.Equal(1, await dev.WaitAsync(Token));
        Assert.Contains("Usage: scripts/dev", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_AgainstAServer_PrintsTheKpis()
    {
        await using var server = await TestServer.StartAsync(_directory.File("data"), new Dictionary<string, string>(), Token);
        var file = _directory.File("events.ndjson");
        await File.WriteAllTextAsync(
            file,
            """
            {"eventId":"0197a0ee-5f6c-7c3e-9d0b-0c6f3f6f0001","userId":"ann","sessionId":"s1","eventType":"PAGE_VIEW","page":"/home","timestamp":"2025-03-28T10:00:00.000Z"}
            {"eventId":"0197a0ee-5f6c-7c3e-9d0b-0c6f3f6f0002","userId":"ann","sessionId":"s1","eventType":"ORDER_PLACED","page":"/checkout","timestamp":"2025-03-28T10:05:00.000Z","metadata":{"amount":1234.56}}
            {"userId":"ann"}
            """,
            Token);

        await using var replay = ChildProcess.Start(
            Repository.Script("replay"), [file, "--url", server.Url.ToString()], new Dictionary<string, string>());

        Assert.True(await replay.WaitAsync(Token) == 0, replay.Output);
        Assert.Contains("sent 3 / accepted 2 / rejected 1", replay.Output, StringComparison.Ordinal);
        Assert.Contains("events.ndjson:3 ", replay.Output, StringComparison.Ordinal);
        Assert.Contains("1,234.56", replay.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();

    private static Task<string> WaitForAsync(ChildProcess process, string text) => Eventually.GetAsync(
        () =>
        {
            Assert.False(process.HasExited, process.Output);
            return Task.FromResult(process.Output);
        },
        output => output.Contains(text, StringComparison.Ordinal),
        TimeSpan.FromMinutes(3),
        Token);
}

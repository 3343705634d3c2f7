using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd;

/// <summary>The steps of a newcomer: serve, <c>scripts/replay</c>, read. The numbers are compared with independently computed ones.</summary>
public sealed class WorkedAnswersTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kolkata")]
    public async Task Replay_EventFiles_GivesTheWorkedAnswersHoweverOftenItRuns(string zone)
    {
        WorkedAnswers.SkipWithoutData();
        using var directory = new TemporaryDirectory();
        var files = WorkedAnswers.Files.Select(name => Copy(name, directory)).ToArray();
        await using var server = await StartAsync(directory, zone);

        await ReplayAsync(server, files);
        var first = await WorkedAnswers.AssertZoneAsync(server, zone, Token);

        await ReplayAsync(server, files);
        Assert.Equal(first, await WorkedAnswers.AssertZoneAsync(server, zone, Token));
        var ledger = (await server.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        Assert.Equal(2 * (20_400 + 17_434), ledger.GetProperty("accepted").GetInt64());
        Assert.Equal(20_000 + 17_434, ledger.GetProperty("stored").GetInt64());
        Assert.Equal(400 + 20_400 + 17_434, ledger.GetProperty("duplicate").GetInt64());
    }

    [Fact]
    public async Task Restart_InAnotherZone_GivesTheWorkedAnswersOfThatZone()
    {
        WorkedAnswers.SkipWithoutData();
        using var directory = new TemporaryDirectory();
        await using (var server = await StartAsync(directory, "UTC"))
        {
            await ReplayAsync(server, [Copy("shop.ndjson.gz", directory)]);
            Assert.Equal(0, await server.TerminateAsync(Token));
        }

        await using var moved = await StartAsync(directory, "Asia/Kolkata");
        await moved.WaitUntilSettledAsync(Token);
        await WorkedAnswers.AssertZoneAsync(moved, "Asia/Kolkata", Token);
    }

    private static Task<TestServer> StartAsync(TemporaryDirectory directory, string zone) => TestServer.StartAsync(
        directory.File("data"), new Dictionary<string, string> { ["Pipeline__TimeZone"] = zone }, Token);

    private static string Copy(string name, TemporaryDirectory directory)
    {
        var copy = directory.File(name);
        File.Copy(Path.Combine(Repository.SharedData, name), copy);
        return copy;
    }

    private static async Task ReplayAsync(TestServer server, string[] files)
    {
        await using var replay = ChildProcess.Start(
            Repository.Script("replay"), [.. files, "--url", server.Url.ToString()], new Dictionary<string, string>());
        Assert.True(await replay.WaitAsync(Token) == 0, replay.Output);
    }
}

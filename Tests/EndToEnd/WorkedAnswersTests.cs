using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd;

/// <summary>The whole way, as a newcomer goes it: serve, <c>scripts/replay</c>, read. Against numbers computed elsewhere.</summary>
public sealed class WorkedAnswersTests
{
    private static readonly string[] Files = ["shop.ndjson.gz", "multicategory.ndjson.gz"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kolkata")]
    public async Task Replay_EventFiles_GivesTheWorkedAnswersHoweverOftenItRuns(string zone)
    {
        SkipWithoutData();
        using var directory = new TemporaryDirectory();
        var files = Files.Select(name => Copy(name, directory)).ToArray();
        await using var server = await StartAsync(directory, zone);

        await ReplayAsync(server, files);
        var first = await ReadAsync(server, zone, WorkedAnswers.AssertEqual);
        Assert.NotEmpty(first);

        await ReplayAsync(server, files);
        Assert.Equal(first, await ReadAsync(server, zone, WorkedAnswers.AssertEqual));
        var ledger = (await server.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        Assert.Equal(2 * (20_400 + 17_434), ledger.GetProperty("accepted").GetInt64());
        Assert.Equal(20_000 + 17_434, ledger.GetProperty("stored").GetInt64());
        Assert.Equal(400 + 20_400 + 17_434, ledger.GetProperty("duplicate").GetInt64());
    }

    [Fact]
    public async Task Restart_InAnotherZone_GivesTheWorkedAnswersOfThatZone()
    {
        SkipWithoutData();
        using var directory = new TemporaryDirectory();
        await using (var server = await StartAsync(directory, "UTC"))
        {
            await ReplayAsync(server, [Copy("shop.ndjson.gz", directory)]);
            Assert.Equal(0, await server.TerminateAsync(Token));
        }

        await using var moved = await StartAsync(directory, "Asia/Kolkata");
        await moved.WaitUntilSettledAsync(Token);
        Assert.NotEmpty(await ReadAsync(moved, "Asia/Kolkata", WorkedAnswers.AssertEqual));
    }

    private static void SkipWithoutData() => Assert.SkipUnless(
        Directory.Exists(Repository.SharedData),
        "The event files are not in the repository; put them into ../shared/data beside it to run this test.");

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

    /// <summary>Reads the numbers of every answer file of a zone and compares them with it.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(
        TestServer server, string zone, Action<string, TimeZoneInfo, KpiGroups> compare)
    {
        var numbers = new Dictionary<string, string>();
        foreach (var path in Directory.EnumerateFiles(
            Path.Combine(Repository.SharedData, "expected"), $"*.{zone.Replace('/', '_')}.json"))
        {
            var range = Path.GetFileName(path).Split('.', 2)[1].Split($".{zone.Replace('/', '_')}")[0].Split("..");
            var groups = await KpiGroups.ReadAsync(server, range[0], range[^1], Token);
            compare(path, TimeZoneInfo.FindSystemTimeZoneById(zone), groups);
            numbers[Path.GetFileName(path)] = groups.Numbers();
        }

        return numbers;
    }
}

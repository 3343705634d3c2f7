using Pipeline.EndToEnd.Support;
using Xunit;

namespace Pipeline.EndToEnd.Archive;

public sealed class EmbeddedArchiveTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EventFiles_ThroughTheArchiveAndBack_GiveTheSameAnswersAllTheTime()
    {
        WorkedAnswers.SkipWithoutData();
        using var directory = new TemporaryDirectory();
        await using var server = await StartAsync(directory.File("archived"));
        await using var reference = await StartAsync(directory.File("reference"));

        await new ArchiveSteps(server, server, reference).RunAsync();
    }

    private static Task<TestServer> StartAsync(string dataDirectory) => TestServer.StartAsync(
        dataDirectory, new Dictionary<string, string> { ["Pipeline__TimeZone"] = "UTC" }, Token);
}

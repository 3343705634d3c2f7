using Pipeline.EndToEnd.Archive;
using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary>Old days in S3, through all five processes.</summary>
public sealed class ArchiveTests(AwsEmulators emulators)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EventFiles_ThroughTheArchiveAndBack_GiveTheSameAnswersAllTheTime()
    {
        WorkedAnswers.SkipWithoutData();
        using var directory = new TemporaryDirectory();
        await using var reference = await TestServer.StartAsync(
            directory.File("reference"), new Dictionary<string, string> { ["Pipeline__TimeZone"] = "UTC" }, Token);
        await using var deployment = await AwsDeployment.CreateAsync(emulators);
        var all = await deployment.StartAllAsync();

        await new ArchiveSteps(all.Ingest, all.Reads, reference).RunAsync();
    }
}

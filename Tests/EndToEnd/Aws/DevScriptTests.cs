using Pipeline.EndToEnd.Aws.Support;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Client;
using Pipeline.Tools.Hosting;
using Xunit;

namespace Pipeline.EndToEnd.Aws;

/// <summary><c>scripts/dev --aws</c>, run the way a user runs it.</summary>
public sealed class DevScriptTests(AwsEmulators emulators)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DevAws_WithoutMongoDb_SaysThatItKeepsNothingAndStopsCleanly()
    {
        // Only for its skip: the script starts its own services.
        await emulators.ReadyAsync(Token);
        var port = Ports.Free();
        await using var dev = ChildProcess.Start(
            Repository.Script("dev"), ["--aws"], new Dictionary<string, string> { ["PORT"] = $"{port}", ["MONGODB_URI"] = "" });
        await Eventually.GetAsync(
            () =>
            {
                Assert.False(dev.HasExited, dev.Output);
                return Task.FromResult(dev.Output);
            },
            output => output.Contains("IT KEEPS NOTHING. ", StringComparison.Ordinal),
            StartLimit,
            Token);

        var shop = new Shop(days: 1, visitsPerDay: 20);
        using var client = new PipelineClient(new Uri($"http://127.0.0.1:{port}"), TimeProvider.System);
        await AwsDeployment.SendAsync(client, shop.Batches(500));
        await Eventually.GetAsync(
            async () => (await client.GetAsync("/api/ops/status", Token)).GetProperty("ledger").GetProperty("stored").GetInt64(),
            stored => stored == shop.Count,
            TimeSpan.FromMinutes(1),
            Token);

        Assert.True(await dev.TerminateAsync(Token) == 0, dev.Output);
    }
}

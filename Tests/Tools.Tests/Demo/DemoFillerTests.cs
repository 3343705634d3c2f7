using Pipeline.Tools.Client;
using Pipeline.Tools.Demo;
using Xunit;

namespace Pipeline.Tools.Tests.Demo;

public sealed class DemoFillerTests
{
    [Fact]
    public async Task RunAsync_EmptyServer_SendsEventsAndProfiles()
    {
        await using var server = await FakeServer.StartAsync();
        using var client = new PipelineClient(server.Url, TimeProvider.System);
        var console = new RecordedConsole();
        var options = new ShopTrafficOptions(
            Seed: 1, new DateTimeOffset(2025, 6, 18, 15, 0, 0, TimeSpan.Zero), Days: 2, Shoppers: 300, VisitsPerDay: 200);

        var code = await new DemoFiller(client, console.Console, TimeProvider.System)
            .RunAsync(options, TestContext.Current.CancellationToken);

        Assert.Equal(0, code);
        Assert.Equal(new ShopTraffic(options).Events().Count(), server.Events.Count);
        var users = server.Events.Select(e => e.GetProperty("userId").GetString()).ToHashSet();
        Assert.NotEmpty(server.UserIds);
        Assert.Subset(users, server.UserIds.ToHashSet<string?>());
    }
}

using System.Net;
using Pipeline.Tools.Client;
using Pipeline.Tools.Replay;
using Xunit;

namespace Pipeline.Tools.Tests.Replay;

public sealed class ReplayerTests : IDisposable
{
    private const string Good = """{"eventId":"0b0e3a0e-7c0e-4d0e-9b0e-0a0e3a0e7c0e","timestamp":"2025-03-28T23:30:00.000Z"}""";

    private readonly string _path = Path.GetTempFileName();
    private readonly RecordedConsole _console = new();

    [Fact]
    public async Task RunAsync_GoodFile_SendsAllAndPrintsTheKpisOfItsDays()
    {
        await using var server = await FakeServer.StartAsync(zoneOffset: TimeSpan.FromHours(5.5));
        server.DirtyCounts.Enqueue(3);
        await WriteAsync(Enumerable.Repeat(Good, 2_500));

        var code = await RunAsync(server.Url);

        Assert.Equal(0, code);
        Assert.Equal(2_500, server.Events.Count);
        Assert.Empty(server.DirtyCounts);
        Assert.Contains("sent 2,500 / accepted 2,500 / rejected 0", _console.Text, StringComparison.Ordinal);
        Assert.Contains("KPIs of 2025-03-29 to 2025-03-29", _console.Text, StringComparison.Ordinal);
        Assert.Contains("1,234.5", _console.Text, StringComparison.Ordinal);
        Assert.Contains("[bold]shoes", _console.Text, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', _console.Text);
    }

    [Fact]
    public async Task RunAsync_SomeBadLines_NamesThemAndSucceeds()
    {
        await using var server = await FakeServer.StartAsync();
        await WriteAsync([Good, "", "{broken", Good]);

        var code = await RunAsync(server.Url);

        Assert.Equal(0, code);
        Assert.Contains("sent 3 / accepted 2 / rejected 1", _console.Text, StringComparison.Ordinal);
        Assert.Contains($"{Path.GetFileName(_path)}:3 event: must be JSON", _console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_EventsWithoutId_Warns()
    {
        await using var server = await FakeServer.StartAsync();
        await WriteAsync([Good, """{"timestamp":"2025-03-28T12:00:00.000Z"}"""]);

        await RunAsync(server.Url);

        Assert.Contains("1 events have no eventId", _console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_BusyServer_LosesAndRepeatsNothing()
    {
        await using var server = await FakeServer.StartAsync();
        server.RefuseOnce(HttpStatusCode.TooManyRequests, retryAfter: "0");
        server.RefuseOnce(HttpStatusCode.ServiceUnavailable);
        await WriteAsync(Enumerable.Repeat(Good, 10));

        var code = await RunAsync(server.Url);

        Assert.Equal(0, code);
        Assert.Equal(10, server.Events.Count);
    }

    [Fact]
    public async Task RunAsync_RefusedRequest_SaysSoAndFails()
    {
        await using var server = await FakeServer.StartAsync();
        server.RefuseOnce(HttpStatusCode.RequestEntityTooLarge);
        await WriteAsync([Good]);

        var code = await RunAsync(server.Url);

        Assert.Equal(1, code);
        Assert.Contains("failed 1", _console.Text, StringComparison.Ordinal);
        Assert.Contains("not now", _console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_DaysAsked_PrintsThose()
    {
        await using var server = await FakeServer.StartAsync();
        await WriteAsync([Good]);

        await RunAsync(server.Url, new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 31));

        Assert.Contains("KPIs of 2025-03-01 to 2025-03-31", _console.Text, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(_path);

    private Task WriteAsync(IEnumerable<string> lines) =>
        File.WriteAllLinesAsync(_path, lines, TestContext.Current.CancellationToken);

    private async Task<int> RunAsync(Uri url, DateOnly? from = null, DateOnly? to = null)
    {
        using var client = new PipelineClient(url, TimeProvider.System);
        return await new Replayer(client, _console.Console, TimeProvider.System)
            .RunAsync(new ReplayRequest([_path], Rate: null, from, to), TestContext.Current.CancellationToken);
    }
}

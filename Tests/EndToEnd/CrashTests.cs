using System.Collections.Concurrent;
using Pipeline.Core;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Client;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.EndToEnd;

/// <summary><c>kill -9</c>, start again: every acknowledged event is there exactly once and the numbers are right.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Crashes = 3;

    /// <summary>What a dead process held is delivered again after this time, instead of after half a minute.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Pipeline__Queue__VisibilityTimeout"] = "00:00:02" };

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_DuringIngest_LosesAndRepeatsNothing()
    {
        var shop = new Shop(days: 8, visitsPerDay: 300);
        var todo = new ConcurrentQueue<EventBatch>(shop.Batches(100));
        var perLife = todo.Count / (Crashes + 1);
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var server = await StartAsync();
            var left = todo.Count - perLife;
            var sending = SendAsync(server, todo);
            await Eventually.GetAsync(() => Task.FromResult(todo.Count), count => count <= left, TimeSpan.FromMinutes(1), Token);
            await server.KillAsync();
            await sending;
        }

        await using var last = await StartAsync();
        await SendAsync(last, todo);
        await AssertCompleteAsync(last, shop);
    }

    [Fact]
    public async Task Kill_DuringDrain_LosesAndRepeatsNothing()
    {
        var shop = new Shop(days: 20, visitsPerDay: 250);
        var todo = new ConcurrentQueue<EventBatch>(shop.Batches(1_000));
        var backlogs = 0;
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var server = await StartAsync();
            await SendAsync(server, todo, todo.Count / (Crashes - crash));
            var status = await server.Client.GetStatusAsync(Token);
            backlogs += status.Visible + status.InFlight > 0 ? 1 : 0;
            await server.KillAsync();
        }

        Assert.True(backlogs > 0, "The drain was never caught at work.");
        await using var last = await StartAsync();
        await SendAsync(last, todo);
        await AssertCompleteAsync(last, shop);
    }

    [Fact]
    public async Task Kill_DuringRollup_LosesAndRepeatsNothing()
    {
        var shop = new Shop(days: 30, visitsPerDay: 150);
        var todo = new ConcurrentQueue<EventBatch>(shop.Batches(1_000));
        for (var crash = 0; crash < Crashes; crash++)
        {
            await using var server = await StartAsync();
            await SendAsync(server, todo, todo.Count / (Crashes - crash));
            await Eventually.GetAsync(
                () => server.Client.GetStatusAsync(Token),
                status => status is { Visible: 0, InFlight: 0, Dirty: > 0 },
                TimeSpan.FromMinutes(1),
                Token);
            await server.KillAsync();
        }

        await using var last = await StartAsync();
        await AssertCompleteAsync(last, shop);
    }

    [Fact]
    public async Task Terminate_UnderLoad_EndsCleanlyAndLosesNothing()
    {
        var shop = new Shop(days: 8, visitsPerDay: 300);
        var todo = new ConcurrentQueue<EventBatch>(shop.Batches(100));
        await using (var server = await StartAsync())
        {
            var half = todo.Count / 2;
            var sending = SendAsync(server, todo);
            await Eventually.GetAsync(() => Task.FromResult(todo.Count), count => count <= half, TimeSpan.FromMinutes(1), Token);
            Assert.Equal(0, await server.TerminateAsync(Token));
            await sending;
        }

        await using var last = await StartAsync();
        await SendAsync(last, todo);
        await AssertCompleteAsync(last, shop);
    }

    public void Dispose() => _directory.Dispose();

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_directory.Path, Settings, Token);

    /// <summary>
    /// Sends up to <paramref name="limit"/> batches until the server is gone. What was not acknowledged goes back, as every
    /// client must do: the server may have taken it or not.
    /// </summary>
    private static async Task SendAsync(TestServer server, ConcurrentQueue<EventBatch> todo, int limit = int.MaxValue)
    {
        using var handler = new SocketsHttpHandler();
        using var client = new PipelineClient(server.Url, handler);
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            while (Interlocked.Increment(ref taken) <= limit && todo.TryDequeue(out var batch))
            {
                try
                {
                    var answer = await client.SendBatchAsync(batch.Body, Token);
                    Assert.Equal(batch.Lines.Count, answer.Accepted);
                }
                catch (PipelineException)
                {
                    todo.Enqueue(batch);
                    return;
                }
            }
        }));
    }

    private static async Task AssertCompleteAsync(TestServer server, Shop shop)
    {
        await server.WaitUntilSettledAsync(Token);
        Assert.Equal(shop.Totals(), Shop.Totals(await KpiGroups.ReadAsync(server, shop.From, shop.To, Token)));

        var ledger = (await server.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        long Entry(string name) => ledger.GetProperty(name).GetInt64();
        Assert.Equal(shop.Count, Entry("stored"));
        Assert.Equal((0, 0, 0, 0), (Entry("gap"), Entry("inFlight"), Entry("rejected"), Entry("quarantined")));
        Assert.Equal(Entry("accepted"), Entry("stored") + Entry("duplicate"));
    }
}

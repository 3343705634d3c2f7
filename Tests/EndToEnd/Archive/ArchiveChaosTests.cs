using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.EndToEnd.Archive;

/// <summary>
/// Late events, archiving, merging and restoring at random, with <c>kill -9</c> in between: in the end every event is there exactly once, and the ledger
/// closes. <c>PIPELINE_CHAOS_SECONDS</c> and <c>PIPELINE_CHAOS_SEED</c> make it longer and another one.
/// </summary>
public sealed class ArchiveChaosTests : IDisposable
{
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Pipeline__Queue__VisibilityTimeout"] = "00:00:02", ["Pipeline__TimeZone"] = "Asia/Kolkata",
    };

    private readonly TemporaryDirectory _directory = new();
    private readonly Shop _shop = new(days: 8, visitsPerDay: 120);
    private readonly Random _random;
    private readonly TimeSpan _duration = TimeSpan.FromSeconds(Number("PIPELINE_CHAOS_SECONDS", 45));
    private readonly List<EventBatch> _todo;
    private readonly List<EventBatch> _sent = [];
    private TestServer? _server;

    public ArchiveChaosTests()
    {
        var seed = Number("PIPELINE_CHAOS_SEED", 20_261_130);
        _random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        _todo = [.. _shop.Batches(20)];
        _random.Shuffle(CollectionsMarshal.AsSpan(_todo));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LateEventsArchivingMergingAndRestoring_WithKillsInBetween_KeepEveryEventOnce()
    {
        _server = await StartAsync();
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < _duration)
        {
            await StepAsync();
            if (_random.Next(4) == 0)
            {
                await Task.Delay(_random.Next(800), Token);
                await _server.KillAsync();
                await _server.DisposeAsync();
                _server = await StartAsync();
            }
        }

        while (_todo.Count > 0)
        {
            await SendNextAsync();
        }

        await EndRunsAsync();
        await AssertCompleteAsync();
        await RunAsync("archive");
        Assert.Equal(_shop.Count, (await ArchiveAsync()).Sum(day => day.GetProperty("rows").GetInt64()));
        await RunAsync("compact");
        Assert.All(await ArchiveAsync(), day => Assert.Equal(1, day.GetProperty("parts").GetArrayLength()));
        await RunAsync("rebuild");
        await AssertCompleteAsync();
        await _server.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    private async Task StepAsync()
    {
        switch (_random.Next(7))
        {
            case 0:
                await StartJobAsync("archive", await AnyDaysAsync());
                break;
            case 1:
                await StartJobAsync("restore", await AnyDaysAsync());
                break;
            case 2:
                await StartJobAsync("compact", await AnyDaysAsync());
                break;
            case 3 when _sent.Count > 0:
                // As a producer that did not hear the answer.
                await _server!.Client.SendBatchAsync(_sent[_random.Next(_sent.Count)].Body, Token);
                break;
            default:
                for (var n = _random.Next(1, 4); n > 0 && _todo.Count > 0; n--)
                {
                    await SendNextAsync();
                }

                break;
        }
    }

    private async Task SendNextAsync()
    {
        var batch = _todo[^1];
        var answer = await _server!.Client.SendBatchAsync(batch.Body, Token);
        Assert.Equal(batch.Lines.Count, answer.Accepted);
        _todo.RemoveAt(_todo.Count - 1);
        _sent.Add(batch);
    }

    private async Task<(string From, string To)?> AnyDaysAsync()
    {
        var days = (await ArchiveAsync()).ConvertAll(day => day.GetProperty("day").GetString()!);
        days.Sort(StringComparer.Ordinal);
        if (days.Count == 0)
        {
            return null;
        }

        var first = _random.Next(days.Count);
        return (days[first], days[_random.Next(first, days.Count)]);
    }

    private async Task<string?> StartJobAsync(string job, (string From, string To)? days)
    {
        if (days is not { } range)
        {
            return null;
        }

        using var http = new HttpClient { BaseAddress = _server!.Url };
        using var response = await http.PostAsJsonAsync($"/api/ops/{job}", new { from = range.From, to = range.To }, Token);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Token));
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("data").GetProperty("runId").GetString();
    }

    /// <summary>Lets the run that is at work end, and cancels those that wait for their turn.</summary>
    private async Task EndRunsAsync()
    {
        using var http = new HttpClient { BaseAddress = _server!.Url };
        await Eventually.GetAsync(
            async () =>
            {
                foreach (var run in await RunsAsync("queued"))
                {
                    using var response = await http.PostAsJsonAsync($"/api/ops/runs/{run}/cancel", new { }, Token);
                }

                return (await RunsAsync("running")).Count + (await RunsAsync("queued")).Count;
            },
            count => count == 0,
            TimeSpan.FromMinutes(2),
            Token);

        async Task<List<string>> RunsAsync(string state) =>
            [.. (await _server.Client.GetAsync($"/api/ops/runs?state={state}", Token)).EnumerateArray()
                .Where(run => run.GetProperty("job").GetString() is "archive-days" or "restore-days" or "compact-days")
                .Select(run => run.GetProperty("id").GetString()!)];
    }

    private async Task RunAsync(string job)
    {
        var run = await StartJobAsync(job, ("2025-03-01", "2025-04-02"));
        await Eventually.GetAsync(
            () => _server!.Client.GetAsync($"/api/ops/runs/{run}", Token),
            found => found.GetProperty("state").GetString() == "succeeded",
            TimeSpan.FromMinutes(2),
            Token);
    }

    private async Task<List<JsonElement>> ArchiveAsync() => [.. (await _server!.Client.GetAsync("/api/ops/archive", Token)).EnumerateArray()];

    private async Task AssertCompleteAsync()
    {
        await _server!.WaitUntilSettledAsync(Token);
        Assert.Equal(_shop.Totals(), Shop.Totals(await KpiGroups.ReadAsync(_server, "2025-03-01", "2025-04-02", Token)));

        var ledger = (await _server.Client.GetAsync("/api/ops/status", Token)).GetProperty("ledger");
        long Entry(string name) => ledger.GetProperty(name).GetInt64();
        Assert.Equal(_shop.Count, Entry("stored"));
        Assert.Equal((0, 0, 0, 0), (Entry("gap"), Entry("inFlight"), Entry("rejected"), Entry("quarantined")));
        Assert.Equal(Entry("accepted"), Entry("stored") + Entry("duplicate"));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_directory.Path, Settings, Token);

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}

using System.Globalization;
using Pipeline.Tools.Client;
using Pipeline.Tools.Demo;
using Pipeline.Tools.Kpis;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Server;

/// <summary>
/// How fast <c>this_year</c> answers over a year of rollups while new events keep changing today's, and again with ten times the events.
/// </summary>
internal sealed class AnalyticsSection : IBenchSection
{
    private const int Requests = 2_000;
    private const double LimitMilliseconds = 10;
    private const double MaxSlowdown = 1.25;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TrickleInterval = TimeSpan.FromMilliseconds(500);

    public string Name => "analytics";

    public int Minutes => 2;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        var one = await MeasureAsync(visitsPerDay: 60, console, cancellationToken);
        var ten = await MeasureAsync(visitsPerDay: 600, console, cancellationToken);
        var slowdown = ten.Median / one.Median;
        return
        [
            new BenchResult($"this_year of {one.Events:N0} events, median", $"{one.Median:0.00} ms"),
            new BenchResult($"this_year of {one.Events:N0} events, p99", $"{one.P99:0.00} ms", $"< {LimitMilliseconds:0} ms", one.P99 < LimitMilliseconds),
            new BenchResult($"this_year of {ten.Events:N0} events, median", $"{ten.Median:0.00} ms"),
            new BenchResult($"this_year of {ten.Events:N0} events, p99", $"{ten.P99:0.00} ms", $"< {LimitMilliseconds:0} ms", ten.P99 < LimitMilliseconds),
            new BenchResult("ten times the events : once, median", $"{slowdown:0.00}", $"<= {MaxSlowdown:0.00}", slowdown <= MaxSlowdown),
        ];
    }

    private static async Task<(int Events, double Median, double P99)> MeasureAsync(
        int visitsPerDay, IAnsiConsole console, CancellationToken cancellationToken)
    {
        using var directory = new BenchDirectory();
        await using var server = await BenchServer.StartAsync(directory.Child("data"), cancellationToken);
        var now = TimeProvider.System.GetUtcNow();
        var traffic = new ShopTraffic(new ShopTrafficOptions(Seed: 1, now, Days: now.DayOfYear, Shoppers: 5_000, visitsPerDay));
        var events = 0;
        await BenchServer.SendAsync(
            server.Client,
            traffic.Events().Select(shopEvent =>
            {
                events++;
                return shopEvent.Json;
            }),
            cancellationToken);
        await BenchServer.WaitUntilSettledAsync(server.Client, cancellationToken);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  a year of {events:N0} events is in the rollups"));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var trickle = TrickleAsync(server.Client, stop.Token);
        var milliseconds = await AskAsync(server.Client.Server, cancellationToken);
        await stop.CancelAsync();
        await trickle.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return (events, Samples.Median(milliseconds), Samples.Percentile(milliseconds, 0.99));
    }

    private static async Task<List<double>> AskAsync(Uri server, CancellationToken cancellationToken)
    {
        using var client = new TimedClient(server, Patience);
        var milliseconds = new List<double>();
        // The first tenth warms up.
        for (var request = -Requests / 10; request < Requests; request++)
        {
            var path = $"/api/analytics/{Reports.All[Math.Abs(request) % Reports.All.Count]}?period=this_year";
            var answer = (await client.GetAsync(path, cancellationToken)).Require(path);
            if (request >= 0)
            {
                milliseconds.Add(answer.Milliseconds);
            }

            // Spread over about a minute, so that today's rollups change many times meanwhile.
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }

        return milliseconds;
    }

    private static async Task TrickleAsync(PipelineClient client, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TrickleInterval, TimeProvider.System);
        var events = new BenchEvents(TimeProvider.System.GetUtcNow(), eventsPerSecond: 20, seed: 2);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await client.SendBatchAsync(
                BenchServer.ToBatch(events.Take(10).Select(json => new ReadOnlyMemory<byte>(json))).Body, cancellationToken);
        }
    }
}

using System.Globalization;
using System.Net;
using Pipeline.Tools.Bench.Server;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// How long ingest and the health check take beside 50 readers who ask for journeys and users as fast as they are answered. A refused
/// reader asks again much sooner than the server tells it to.
/// </summary>
internal sealed class IsolationSection(LargeShop shop) : IBenchSection
{
    private const int Readers = 50;
    private const int EventsPerPost = 50;
    private const double MaxMilliseconds = 100;
    private static readonly TimeSpan PostInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan HealthInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PauseWhenRefused = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public string Name => "isolation";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await shop.FillAsync(console, cancellationToken);
        await shop.RestartAsync(cancellationToken);
        // Warms up the code as well.
        var alone = await ProbeAsync(Alone, cancellationToken);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  alone: p99 of ingest {alone.Ingest.P99:0.0} ms, of health {alone.Health.P99:0.0} ms"));

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = Task.WhenAll(Enumerable.Range(0, Readers).Select(reader => ReadAsync(reader, stop.Token)));
        var beside = await ProbeAsync(Together, cancellationToken);
        await stop.CancelAsync();
        var answers = (await reading).SelectMany(one => one).CountBy(status => status).ToDictionary();
        int Count(HttpStatusCode status) => answers.GetValueOrDefault(status);

        return
        [
            new BenchResult("ingest alone, p99", $"{alone.Ingest.P99:0.0} ms"),
            new BenchResult("health alone, p99", $"{alone.Health.P99:0.0} ms"),
            Limited($"ingest beside {Readers} readers, p99", beside.Ingest),
            Limited($"health beside {Readers} readers, p99", beside.Health),
            new BenchResult(
                "ingest and health requests that failed",
                $"{beside.Ingest.Failures + beside.Health.Failures}",
                "0",
                beside.Ingest.Failures + beside.Health.Failures == 0),
            new BenchResult(
                $"reads in {Together.TotalSeconds:0} s",
                $"{Count(HttpStatusCode.OK):N0} answered, {Count(HttpStatusCode.TooManyRequests):N0} refused (429), "
                + $"{Count(HttpStatusCode.ServiceUnavailable):N0} given up by the server (503), {Count(default):N0} without an answer"),
        ];
    }

    private static BenchResult Limited(string what, ProbeResult probe) =>
        new(what, $"{probe.P99:0.0} ms (median {Samples.Median(probe.Milliseconds):0.0} ms)", $"< {MaxMilliseconds:0} ms", probe.P99 < MaxMilliseconds);

    private async Task<(ProbeResult Ingest, ProbeResult Health)> ProbeAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        using var client = new TimedClient(shop.Client.Server, Patience);
        var events = new BenchEvents(TimeProvider.System.GetUtcNow(), EventsPerPost / PostInterval.TotalSeconds, seed: 2);
        var ingest = new PacedProbe(PostInterval, TimeProvider.System).RunAsync(
            length, async token => (await PostAsync(client, events, token)).Status == HttpStatusCode.Accepted, cancellationToken);
        var health = new PacedProbe(HealthInterval, TimeProvider.System).RunAsync(
            length, async token => (await client.GetAsync("/api/health", token)).IsOk, cancellationToken);
        return (await ingest, await health);
    }

    private static Task<TimedAnswer> PostAsync(TimedClient client, BenchEvents events, CancellationToken cancellationToken) =>
        client.PostEventsAsync(
            BenchServer.ToBatch(events.Take(EventsPerPost).Select(json => new ReadOnlyMemory<byte>(json))).Body, cancellationToken);

    // A quarter asks for journeys of short sessions, a quarter for those of long ones, and half of them search.
    private async Task<IReadOnlyList<HttpStatusCode>> ReadAsync(int number, CancellationToken cancellationToken)
    {
        using var client = new TimedClient(shop.Client.Server, Patience);
        var queries = new UserQueries(shop.Users, shop.Plan.UsersPerName, new Random(number));
        var answers = new List<HttpStatusCode>();
        try
        {
            for (var request = number; ; request++)
            {
                var user = request % PlantedVisits.UsersOfEachKind;
                var path = (number % 4) switch
                {
                    0 => JourneysSection.Path(PlantedVisits.BriefUsers[user], shop.Plan),
                    1 => JourneysSection.Path(PlantedVisits.LongUsers[user], shop.Plan),
                    _ => queries.Next().Path,
                };
                var answer = await client.GetAsync(path, cancellationToken);
                answers.Add(answer.Status ?? default);
                if (!answer.IsOk)
                {
                    await Task.Delay(PauseWhenRefused, TimeProvider.System, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return answers;
        }
    }
}

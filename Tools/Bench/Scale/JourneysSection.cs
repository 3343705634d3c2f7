using System.Globalization;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>The journeys of users with 200 sessions in 90 days: of some with sessions of minutes, of others with sessions of weeks.</summary>
internal sealed class JourneysSection(LargeShop shop) : IBenchSection
{
    private const double MaxMilliseconds = 100;
    private const int WarmUpQuestions = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "journeys";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await shop.FillAsync(console, cancellationToken);
        // Nobody has asked for these users since.
        await shop.RestartAsync(cancellationToken);
        using var client = new TimedClient(shop.Client.Server, Patience);
        return
        [
            .. await MeasureAsync("sessions of minutes", PlantedVisits.BriefUsers, client, console, cancellationToken),
            .. await MeasureAsync("sessions of weeks", PlantedVisits.LongUsers, client, console, cancellationToken),
        ];
    }

    /// <summary>Address of the journeys of a planted user over all its days.</summary>
    public static string Path(string userId, ScalePlan plan) =>
        $"/api/users/{userId}/journeys?from={plan.FirstPlantedDay:yyyy-MM-dd}&to={plan.Today:yyyy-MM-dd}&limit=200";

    private async Task<IEnumerable<BenchResult>> MeasureAsync(
        string kind, IReadOnlyList<string> users, TimedClient client, IAnsiConsole console, CancellationToken cancellationToken)
    {
        // The first user warms up the code, until the runtime has optimised what runs often.
        for (var question = 0; question < WarmUpQuestions; question++)
        {
            await AskAsync(users[0], client, cancellationToken);
        }

        var first = new List<double>();
        var again = new List<double>();
        var unanswered = 0;
        foreach (var user in users.Skip(1))
        {
            var answer = await AskAsync(user, client, cancellationToken);
            first.Add(answer.Milliseconds);
            if (answer.IsOk)
            {
                again.Add((await AskAsync(user, client, cancellationToken)).Milliseconds);
            }
            else
            {
                unanswered++;
            }
        }

        var median = Samples.Median(first);
        var p95 = Samples.Percentile(first, 0.95);
        var what = $"journey of {PlantedVisits.SessionsPerUser} {kind} in {ScalePlan.PlantedDays} days";
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind}: {first.Count} users, {unanswered} without an answer"));
        return
        [
            new BenchResult($"{what}, first time, median", $"{median:0} ms"),
            new BenchResult($"{what}, first time, p95", $"{p95:0} ms", $"< {MaxMilliseconds:0} ms", p95 < MaxMilliseconds),
            new BenchResult(
                $"{what}, again, median", again.Count == 0 ? $"none answered within {Patience.TotalSeconds:0} s" : $"{Samples.Median(again):0} ms"),
        ];
    }

    private async Task<TimedAnswer> AskAsync(string userId, TimedClient client, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(Path(userId, shop.Plan), cancellationToken);
        if (answer.IsOk && answer.Data.GetProperty("totalEvents").GetInt64() != PlantedVisits.SessionsPerUser * PlantedVisits.EventsPerSession)
        {
            throw new InvalidOperationException($"The journeys of {userId} do not have all its events.");
        }

        return answer;
    }
}

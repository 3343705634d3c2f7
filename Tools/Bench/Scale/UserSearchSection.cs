using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>Searches of all kinds among a million users, one after the other.</summary>
internal sealed class UserSearchSection(LargeShop shop) : IBenchSection
{
    private const int QueriesOfEachKind = 20;
    private const int Queries = UserQueries.Kinds * QueriesOfEachKind;
    private const double MaxMilliseconds = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Name => "user-search";

    public int Minutes => 1;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await shop.FillAsync(console, cancellationToken);
        using var client = new TimedClient(shop.Client.Server, Patience);
        var queries = new UserQueries(shop.Users, shop.Plan.UsersPerName, new Random(1));
        // The first ones warm up the code.
        await AskAsync(queries, UserQueries.Kinds, client, cancellationToken);
        var answers = await AskAsync(queries, Queries, client, cancellationToken);

        var p95 = Samples.Percentile(answers.Select(one => one.Answer.Milliseconds), 0.95);
        var right = answers.Count(one => one.Query.IsAnsweredBy(one.Answer));
        return
        [
            .. answers.GroupBy(one => one.Query.Kind, one => one.Answer.Milliseconds).Select(kind => new BenchResult(
                $"search for {kind.Key}", $"median {Samples.Median(kind):0.0} ms, p95 {Samples.Percentile(kind, 0.95):0.0} ms")),
            new BenchResult(
                $"search among {shop.Users:N0} users, p95 of all kinds", $"{p95:0.0} ms", $"< {MaxMilliseconds:0} ms", p95 < MaxMilliseconds),
            new BenchResult("searches that found what there is", $"{right} of {Queries}", $"{Queries}", right == Queries),
        ];
    }

    private static async Task<List<(UserQuery Query, TimedAnswer Answer)>> AskAsync(
        UserQueries queries, int count, TimedClient client, CancellationToken cancellationToken)
    {
        var answers = new List<(UserQuery, TimedAnswer)>();
        for (var index = 0; index < count; index++)
        {
            var query = queries.Next();
            answers.Add((query, await client.GetAsync(query.Path, cancellationToken)));
        }

        return answers;
    }
}

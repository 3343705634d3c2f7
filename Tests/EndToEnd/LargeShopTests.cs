using Pipeline.EndToEnd.Support;
using Pipeline.Tools.Bench;
using Pipeline.Tools.Bench.Scale;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Pipeline.Tools.Kpis;
using Spectre.Console;
using Xunit;

namespace Pipeline.EndToEnd;

/// <summary>The benchmark's large shop, made small: what it measures must be right before it can be fast.</summary>
public sealed class LargeShopTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FillAsync_SmallShop_HasTheNumbersOfItsGeneratorAndOfDuckDb()
    {
        var plan = new ScalePlan(TimeProvider.System.GetUtcNow()) { Files = 2, EventsPerFile = 20_000, MoreEvents = 10_000, UsersPerName = 500 };
        await using var shop = new LargeShop(plan);

        await shop.FillAsync(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }), Token);

        Assert.All(shop.Files, file => Assert.Equal(file.Expected, file.Actual));
        using var directory = new TemporaryDirectory();
        EventParquet.Write(new ScaleTraffic(plan).Take(plan.Events), directory.Path, Token);
        using var duckDb = new DuckDbReports(directory.Path);
        foreach (var report in Reports.All)
        {
            var ours = ReportRow.Of(await shop.Client.GetAnalyticsAsync(report, plan.FirstDay, plan.Today, Token));
            Assert.Null(ReportRow.DifferenceOf(ours, duckDb.Compute(report, plan.FirstDay, plan.Today).Rows));
        }

        await shop.RestartAsync(Token);
        using var client = new TimedClient(shop.Client.Server, TimeSpan.FromMinutes(1));
        var queries = new UserQueries(shop.Users, plan.UsersPerName, new Random(1));
        for (var index = 0; index < 5 * UserQueries.Kinds; index++)
        {
            var query = queries.Next();
            Assert.True(query.IsAnsweredBy(await client.GetAsync(query.Path, Token)), $"{query}");
        }

        var journeys = await shop.Client.GetAsync(JourneysSection.Path(PlantedVisits.BriefUsers[0], plan), Token);
        Assert.Equal(PlantedVisits.SessionsPerUser, journeys.GetProperty("totalSessions").GetInt32());
    }
}

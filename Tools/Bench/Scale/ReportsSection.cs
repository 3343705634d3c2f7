using System.Globalization;
using Pipeline.Tools.Bench.Scale.DuckDb;
using Pipeline.Tools.Kpis;
using Spectre.Console;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// The five reports over all days, each the first question to a server that keeps nothing in memory yet, against DuckDB, which computes
/// the same answers from the same events as Parquet.
/// </summary>
/// <remarks>
/// No sum is cached because the server is started again before every answer. Its code is compiled and optimised all the same: it has
/// answered for other ranges of these days, of which none is a part of another one's sum. DuckDB runs in this process, on files that the operating
/// system keeps in memory.
/// </remarks>
internal sealed class ReportsSection(LargeShop shop) : IBenchSection
{
    private const int Rounds = 5;
    private const int WarmUpQuestions = 40;
    private const double MaxMilliseconds = 40;
    private const double MinRatio = 15;
    private static readonly TimeSpan OptimisationTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public string Name => "reports";

    public int Minutes => 4;

    public async Task<IReadOnlyList<BenchResult>> RunAsync(IAnsiConsole console, CancellationToken cancellationToken)
    {
        await shop.FillAsync(console, cancellationToken);
        var parquet = shop.Directory.Child("parquet");
        var written = EventParquet.Write(new ScaleTraffic(shop.Plan).Take(shop.Plan.Events), parquet, cancellationToken);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {written:N0} events are in Parquet files"));

        using var duckDb = new DuckDbReports(parquet);
        var measured = Reports.All.Select(report => new Comparison(report)).ToList();
        // The first round warms up DuckDB and is not counted.
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var comparison in measured)
            {
                await CompareAsync(comparison, duckDb, cancellationToken);
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {comparison.Report}: {comparison.Ours[^1]:0} ms, DuckDB {comparison.DuckDb[^1]:0} ms"));
            }
        }

        return [.. Results(measured)];
    }

    private static IEnumerable<BenchResult> Results(IReadOnlyList<Comparison> measured)
    {
        foreach (var one in measured)
        {
            yield return new BenchResult(
                $"{one.Report} of {ScalePlan.Days} days, cold, median", $"{one.Median:0.0} ms, {one.Ratio:0.0} times faster than DuckDB");
        }

        var worst = measured.MaxBy(one => one.Median)!;
        yield return new BenchResult(
            $"the slowest, {worst.Report}", $"{worst.Median:0.0} ms", $"<= {MaxMilliseconds:0} ms", worst.Median <= MaxMilliseconds);
        yield return new BenchResult(
            $"DuckDB : the slowest, {worst.Report}", $"{worst.Ratio:0.0}", $">= {MinRatio:0}", worst.Ratio >= MinRatio);
        var difference = measured.Select(one => one.Difference).FirstOrDefault(one => one is not null);
        yield return new BenchResult("answers are those of DuckDB", difference ?? "yes", "yes", difference is null);
    }

    private async Task CompareAsync(Comparison comparison, DuckDbReports duckDb, CancellationToken cancellationToken)
    {
        await shop.RestartAsync(cancellationToken);
        using var client = new TimedClient(shop.Client.Server, Patience);
        await WarmUpAsync(comparison.Report, client, cancellationToken);
        var path = Reports.Path(comparison.Report, shop.Plan.FirstDay, shop.Plan.Today);
        var ours = (await client.GetAsync(path, cancellationToken)).Require(path);
        var (milliseconds, rows) = duckDb.Compute(comparison.Report, shop.Plan.FirstDay, shop.Plan.Today);
        comparison.Ours.Add(ours.Milliseconds);
        comparison.DuckDb.Add(milliseconds);
        comparison.Difference ??= ReportRow.DifferenceOf(ReportRow.Of(ours.Data), rows) is { } difference
            ? $"{comparison.Report}: {difference}"
            : null;
    }

    // The runtime optimises what has run often, in the background, half a second or so after it has started.
    private async Task WarmUpAsync(string report, TimedClient client, CancellationToken cancellationToken)
    {
        for (var question = 1; question <= WarmUpQuestions; question++)
        {
            var path = Reports.Path(report, shop.Plan.FirstDay.AddDays(question), shop.Plan.Today);
            (await client.GetAsync(path, cancellationToken)).Require(path);
        }

        await Task.Delay(OptimisationTime, TimeProvider.System, cancellationToken);
    }

    private sealed class Comparison(string report)
    {
        public string Report => report;

        public List<double> Ours { get; } = [];

        public List<double> DuckDb { get; } = [];

        public string? Difference { get; set; }

        public double Median => Samples.Median(Ours.Skip(1));

        public double Ratio => Samples.Median(DuckDb.Skip(1)) / Median;
    }
}

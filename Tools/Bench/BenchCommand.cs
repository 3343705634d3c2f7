using System.CommandLine;
using System.CommandLine.Parsing;
using Pipeline.Tools.Bench.Archive;
using Pipeline.Tools.Bench.Drain;
using Pipeline.Tools.Bench.Ingest;
using Pipeline.Tools.Bench.Mongo;
using Pipeline.Tools.Bench.Scale;
using Pipeline.Tools.Bench.Server;
using Pipeline.Tools.Bench.Sqs;
using Spectre.Console;

namespace Pipeline.Tools.Bench;

/// <summary>Measures every promise in one run on this machine and says which ones hold.</summary>
internal static class BenchCommand
{
    private static readonly LargeShop Shop = new(new ScalePlan(TimeProvider.System.GetUtcNow()));

    private static readonly IReadOnlyList<IBenchSection> Sections =
    [
        new DrainSection(),
        new IngestSection(),
        new AnalyticsSection(),
        new FreshnessSection(),
        new RefreshSection(),
        new MemorySection(),
        new SqsSection(),
        new SqsSendSection(),
        new MongoEncodeSection(),
        new ArchiveSection(),
        new ThroughputSection(Shop),
        new ReportsSection(Shop),
        new JourneysSection(Shop),
        new UserSearchSection(Shop),
        new IsolationSection(Shop),
    ];

    private static readonly string Names = string.Join(", ", Sections.Select(section => section.Name));

    private static readonly string Minutes = string.Join(", ", Sections.Select(section => $"{section.Name} {section.Minutes}"));

    private static readonly Option<IReadOnlyCollection<string>> Only = new("--only")
    {
        Description = $"Only these sections, comma-separated or with the option repeated: {Names}",
        HelpName = "SECTION,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ParseNames,
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            $"Measures the pipeline against its targets; exit code 1 when one is missed. Minutes on two cores: {Minutes}. The first of "
            + $"those that share a large shop takes another {LargeShop.MinutesToFill} to fill it")
        {
            Only,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var shop = Shop;
            var only = parsed.GetValue(Only)!;
            var console = AnsiConsole.Console;
            if (!console.Profile.Out.IsTerminal)
            {
                // Output to a file needs no line breaks in the table.
                console.Profile.Width = 200;
            }

            return await RunAsync(Sections.Where(section => only.Count == 0 || only.Contains(section.Name)), console, cancellationToken);
        });
        command.Subcommands.Add(IngestHost.CreateCommand());
        command.Subcommands.Add(LargePartWrite.CreateCommand());
        return command;
    }

    /// <returns>The exit code: 0 when every target is met.</returns>
    public static async Task<int> RunAsync(IEnumerable<IBenchSection> sections, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("section", "measured", "value", "target", "verdict");
        var missed = 0;
        foreach (var section in sections)
        {
            console.WriteLine($"{section.Name} ...");
            var started = TimeProvider.System.GetTimestamp();
            foreach (var result in await MeasureAsync(section, console, cancellationToken))
            {
                missed += result.IsMet ? 0 : 1;
                var verdict = result.Target is null ? "" : result.IsMet ? "ok" : "MISSED";
                table.AddRow(new[] { section.Name, result.What, result.Value, result.Target ?? "", verdict }.Select(cell => new Text(cell)));
                // The table comes only when the last section is done.
                console.WriteLine($"  {result.What}: {result.Value}{(verdict.Length > 0 ? $" ({verdict}, target {result.Target})" : "")}");
            }

            console.WriteLine($"{section.Name} took {TimeProvider.System.GetElapsedTime(started).TotalMinutes:0.0} min");
        }

        console.Write(table);
        return missed == 0 ? 0 : 1;
    }

    private static string[] ParseNames(ArgumentResult arguments)
    {
        const StringSplitOptions Bare = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        string[] names = [.. arguments.Tokens.SelectMany(token => token.Value.Split(',', Bare))];
        foreach (var unknown in names.Where(name => Sections.All(section => section.Name != name)))
        {
            arguments.AddError($"There is no section '{unknown}'; there are {Names}.");
        }

        return names;
    }

    private static async Task<IReadOnlyList<BenchResult>> MeasureAsync(
        IBenchSection section, IAnsiConsole console, CancellationToken cancellationToken)
    {
        try
        {
            return await section.RunAsync(console, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The other sections are still measured: a run takes long.
            console.WriteLine($"{e}");
            return [new BenchResult("the section as a whole", $"failed: {e.Message}", "runs to its end", IsMet: false)];
        }
    }
}

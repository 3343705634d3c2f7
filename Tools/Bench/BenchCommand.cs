using System.CommandLine;
using System.CommandLine.Parsing;
using Pipeline.Tools.Bench.Drain;
using Pipeline.Tools.Bench.Ingest;
using Pipeline.Tools.Bench.Mongo;
using Pipeline.Tools.Bench.Server;
using Pipeline.Tools.Bench.Sqs;
using Spectre.Console;

namespace Pipeline.Tools.Bench;

/// <summary>Measures every promise in one run on this machine and says which ones hold.</summary>
internal static class BenchCommand
{
    private static readonly IReadOnlyList<IBenchSection> Sections =
    [
        new DrainSection(),
        new IngestSection(),
        new AnalyticsSection(),
        new FreshnessSection(),
        new MemorySection(),
        new SqsSection(),
        new SqsSendSection(),
        new MongoEncodeSection(),
    ];

    private static readonly string Names = string.Join(", ", Sections.Select(section => section.Name));

    private static readonly Option<IReadOnlyCollection<string>> Only = new("--only")
    {
        Description = $"Only these sections, several with commas between or the option again: {Names}",
        HelpName = "SECTION,...",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = ParseNames,
        DefaultValueFactory = _ => [],
    };

    public static Command Create()
    {
        var command = new Command("bench", "Measures the pipeline against its targets; exit code 1 when one is missed") { Only };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Only)!, AnsiConsole.Console, cancellationToken));
        command.Subcommands.Add(IngestHost.CreateCommand());
        return command;
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

    private static async Task<int> RunAsync(IReadOnlyCollection<string> only, IAnsiConsole console, CancellationToken cancellationToken)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("section", "measured", "value", "target", "verdict");
        var missed = 0;
        foreach (var section in Sections.Where(section => only.Count == 0 || only.Contains(section.Name)))
        {
            console.WriteLine($"{section.Name} ...");
            foreach (var result in await section.RunAsync(console, cancellationToken))
            {
                missed += result.IsMet ? 0 : 1;
                var verdict = result.Target is null ? "" : result.IsMet ? "ok" : "MISSED";
                table.AddRow(new[] { section.Name, result.What, result.Value, result.Target ?? "", verdict }.Select(cell => new Text(cell)));
            }
        }

        console.Write(table);
        return missed == 0 ? 0 : 1;
    }
}

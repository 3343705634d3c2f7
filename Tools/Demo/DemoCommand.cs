using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pipeline.Tools.Client;
using Spectre.Console;

namespace Pipeline.Tools.Demo;

/// <summary>The command line of <see cref="DemoFiller"/>.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "A different seed makes different customers and visits",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> Days = new("--days")
    {
        Description = "How many days, today included",
        DefaultValueFactory = _ => 31,
        CustomParser = ParseDays,
    };

    public static Command Create()
    {
        var command = new Command("demo", "Sends the traffic of a made-up shop, up to now, through the public API")
        {
            Seed, Days, ServerOption.Url,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var time = TimeProvider.System;
            using var client = new PipelineClient(parsed.GetValue(ServerOption.Url)!, time);
            return await new DemoFiller(client, AnsiConsole.Console, time).RunAsync(
                new ShopTrafficOptions(
                    parsed.GetValue(Seed), time.GetUtcNow(), parsed.GetValue(Days), Shoppers: 2_800, VisitsPerDay: 230),
                cancellationToken);
        });
        return command;
    }

    private static int ParseDays(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= 1 and <= 3_650)
        {
            return days;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a number of days: expected 1 to 3650.");
        return 0;
    }
}

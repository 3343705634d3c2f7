using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pipeline.Tools.Client;
using Spectre.Console;

namespace Pipeline.Tools.Replay;

/// <summary>The command line of <see cref="Replayer"/>.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<FileInfo[]> Files = new Argument<FileInfo[]>("file")
    {
        Description = "Event files: NDJSON, plain or gzip",
        Arity = ArgumentArity.OneOrMore,
    }.AcceptExistingOnly();

    private static readonly Option<int?> Rate = new("--rate")
    {
        Description = "Events per second [default: as fast as the server takes them]",
        HelpName = "N",
        CustomParser = ParseRate,
    };

    private static readonly Option<DateOnly?> From = new("--from")
    {
        Description = "First day of the printed KPIs, yyyy-MM-dd [default: the day of the earliest event sent]",
        CustomParser = ParseDay,
        HelpName = "DAY",
    };

    private static readonly Option<DateOnly?> To = new("--to")
    {
        Description = "Last day of the printed KPIs, yyyy-MM-dd [default: the day of the latest event sent]",
        CustomParser = ParseDay,
        HelpName = "DAY",
    };

    public static Command Create()
    {
        var command = new Command("replay", "Sends event files through the public API, waits for the rollups and prints the KPIs")
        {
            Files, Rate, From, To, ServerOption.Url,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (from, to) = (parsed.GetValue(From), parsed.GetValue(To));
            if (from > to)
            {
                await Console.Error.WriteLineAsync("--from must not be after --to.");
                return 1;
            }

            var time = TimeProvider.System;
            using var client = new PipelineClient(parsed.GetValue(ServerOption.Url)!, time);
            return await new Replayer(client, AnsiConsole.Console, time).RunAsync(
                new ReplayRequest(
                    [.. parsed.GetValue(Files)!.Select(file => file.FullName)], parsed.GetValue(Rate), from, to),
                cancellationToken);
        });
        return command;
    }

    private static int? ParseRate(ArgumentResult result)
    {
        if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate > 0)
        {
            return rate;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a rate: expected a whole number from 1.");
        return null;
    }

    private static DateOnly? ParseDay(ArgumentResult result)
    {
        if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        result.AddError($"'{result.Tokens[0].Value}' is not a day: expected yyyy-MM-dd.");
        return null;
    }
}

using Spectre.Console;

namespace Pipeline.Tools.Sending;

/// <summary>Says what became of the events.</summary>
internal static class SendReport
{
    public static void Print(IAnsiConsole console, SendTally tally, TimeSpan elapsed)
    {
        var rate = elapsed > TimeSpan.Zero ? tally.Sent / elapsed.TotalSeconds : 0;
        console.WriteLine(
            $"sent {tally.Sent:N0} / accepted {tally.Accepted:N0} / rejected {tally.Rejected:N0}"
            + (tally.Failed > 0 ? $" / failed {tally.Failed:N0}" : "")
            + $" in {elapsed.TotalSeconds:0.0} s ({rate:N0} events/s)");
        PrintFirst(console, "Rejected", tally.FirstRejects, tally.Rejected);
        PrintFirst(console, "Failed requests", tally.FirstFailures, null);
        if (tally.WithoutEventId > 0)
        {
            console.WriteLine(
                $"Warning: {tally.WithoutEventId:N0} events have no eventId. Sending them again counts them again.");
        }
    }

    private static void PrintFirst(IAnsiConsole console, string title, IReadOnlyList<string> lines, long? total)
    {
        if (lines.Count == 0)
        {
            return;
        }

        console.WriteLine(total > lines.Count ? $"{title}, the first {lines.Count}:" : $"{title}:");
        foreach (var line in lines)
        {
            console.WriteLine($"  {Printable.Of(line)}");
        }
    }
}

using System.Globalization;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.History;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <param name="From">First UTC day.</param>
/// <param name="To">Last day, included.</param>
public sealed record RestoreDaysArguments(DateOnly From, DateOnly To);

/// <summary>Brings archived days back to the raw store, where they stay for as long as new ones.</summary>
internal sealed class RestoreDaysJob(IArchiveCatalogue catalogue, DayRestorer restorer) : IJob<RestoreDaysArguments>
{
    public async Task<string?> RunAsync(RestoreDaysArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var parts = await catalogue.GetPartsAsync(arguments.From, arguments.To, cancellationToken);
        var left = await catalogue.GetRestoredAsync(arguments.From, arguments.To, cancellationToken);
        var (total, done, days) = (parts.Sum(part => part.Rows), 0L, 0);
        // Days of which an earlier attempt may have left files are among them.
        foreach (var day in parts.Select(part => part.Day).Concat(left.Select(part => part.Day)).Distinct().Order())
        {
            var restored = await restorer.RestoreAsync(
                day, count => progress.ReportAsync(done += count, total, cancellationToken), cancellationToken);
            days += restored > 0 ? 1 : 0;
        }

        return days == 0
            ? "Nothing is archived in these days"
            : string.Create(CultureInfo.InvariantCulture, $"{days} days with {total} events restored");
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.History;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <param name="From">First UTC day of those whose parts are merged, be they but two; with neither day, all that have many.</param>
/// <param name="To">Last day, included.</param>
public sealed record CompactDaysArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>Merges the parts of archived days that have several: each look for a late event and each query opens every one of them.</summary>
internal sealed class CompactDaysJob(
    IArchiveCatalogue catalogue,
    ArchiveLeftovers leftovers,
    PartRewriter rewriter,
    IOptions<ArchivingOptions> options,
    ILogger<CompactDaysJob> logger) : IJob<CompactDaysArguments>
{
    public async Task<string?> RunAsync(CompactDaysArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var isAsked = arguments.From is not null || arguments.To is not null;
        var (from, to) = (arguments.From ?? DateOnly.MinValue, arguments.To ?? arguments.From ?? DateOnly.MaxValue);
        await leftovers.RemoveAsync(from, to, cancellationToken);
        var fewest = isAsked ? 2 : options.Value.CompactParts;
        var days = (await catalogue.GetPartsAsync(from, to, cancellationToken))
            .GroupBy(part => part.Day).Where(day => day.Count() >= fewest).ToDictionary(day => day.Key, day => day.ToList());
        if (days.Count == 0)
        {
            return isAsked ? "No day of these has more than one part in the archive" : null;
        }

        await DayByDay.RunAsync(
            [.. days.Select(day => (day.Key, day.Value.Sum(part => part.Rows)))],
            day => rewriter.RewriteAsync(days[day], _ => true, cancellationToken),
            "compacted",
            progress,
            logger,
            cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{days.Values.Sum(parts => parts.Count)} parts of {days.Count} days became one for each day, {days.Values.Sum(parts => parts.Sum(part => part.Rows))} events");
    }
}

using System.Globalization;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.History;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <param name="From">First UTC day; null for the earliest.</param>
/// <param name="To">Last UTC day, included; null for the latest that is not hot, or for <paramref name="From"/> if that is given.</param>
public sealed record ArchiveDaysArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>Moves days that are no longer hot to the archive, oldest first.</summary>
internal sealed class ArchiveDaysJob(DayArchiver archiver, ILogger<ArchiveDaysJob> logger) : IJob<ArchiveDaysArguments>
{
    public async Task<string?> RunAsync(ArchiveDaysArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var (from, to) = (arguments.From ?? DateOnly.MinValue, arguments.To ?? arguments.From ?? DateOnly.MaxValue);
        var waiting = await archiver.FindWaitingAsync(from, to, cancellationToken);
        // Who names days means them; by itself the job leaves those alone that somebody has just brought back.
        var keptHot = arguments is { From: null, To: null } ? await archiver.FindKeptHotAsync(cancellationToken) : new HashSet<DateOnly>();
        List<WaitingDay> days = [.. waiting.Where(day => !archiver.IsHot(day.Day) && !keptHot.Contains(day.Day))];
        if (days.Count == 0)
        {
            return WhyNothing(arguments, from, to, waiting);
        }

        var added = new List<ArchivedPart>();
        await DayByDay.RunAsync(
            [.. days.Select(day => (day.Day, day.Events))],
            async day => added.AddRange(await archiver.RunAsync(day, cancellationToken)),
            "archived",
            progress,
            logger,
            cancellationToken);
        return Invariant($"{added.Sum(part => part.Rows)} events of {days.Count} days archived, {added.Sum(part => part.Bytes)} bytes");
    }

    private string? WhyNothing(ArchiveDaysArguments arguments, DateOnly from, DateOnly to, IReadOnlyList<WaitingDay> waiting)
    {
        if (arguments is { From: null, To: null })
        {
            return null;
        }

        var days = from == to ? Invariant($"{from:yyyy-MM-dd}") : Invariant($"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}");
        return archiver.IsToCome(from) ? $"Nothing archived: {days} is in the future"
            : archiver.IsHot(from) || waiting.Count > 0 ? $"Nothing archived: {days} is hot for {archiver.HotDays} days (Pipeline:Archive:HotDays)"
            : $"Nothing archived: {days} has no events that are not in the archive";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

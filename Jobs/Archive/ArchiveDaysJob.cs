using System.Globalization;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.History;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Archive;

/// <param name="From">First UTC day; null for the earliest.</param>
/// <param name="To">Last UTC day, included; null for the latest that is not hot, or for <paramref name="From"/> if that is given.</param>
public sealed record ArchiveDaysArguments(DateOnly? From = null, DateOnly? To = null);

/// <summary>
/// Moves days that are no longer hot to the archive, oldest first. Its progress counts events. A day whose files are damaged does not keep the
/// others from being archived: the run fails at its end and says which.
/// </summary>
internal sealed partial class ArchiveDaysJob(DayArchiver archiver, ILogger<ArchiveDaysJob> logger) : IJob<ArchiveDaysArguments>
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

        var (total, done) = (days.Sum(day => day.Events), 0L);
        var (added, failed) = (new List<ArchivedPart>(), new List<Exception>());
        await progress.ReportAsync(0, total, cancellationToken);
        foreach (var day in days)
        {
            try
            {
                added.AddRange(await archiver.RunAsync(day.Day, cancellationToken));
            }
            catch (Exception failure) when (failure is DamagedPartException or PermanentStorageException)
            {
                Log.Failed(logger, failure, day.Day);
                failed.Add(failure);
            }

            done += day.Events;
            await progress.ReportAsync(done, total, cancellationToken);
        }

        return failed.Count == 0
            ? Invariant($"{added.Sum(part => part.Rows)} events of {days.Count} days archived, {added.Sum(part => part.Bytes)} bytes")
            : throw new AggregateException(
                Invariant($"{failed.Count} of {days.Count} days could not be archived; {added.Sum(part => part.Rows)} events were."), failed);
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

    private static partial class Log
    {
        [LoggerMessage(2601, LogLevel.Error, "{Day} could not be archived; its events stay where they are")]
        public static partial void Failed(ILogger logger, Exception exception, DateOnly day);
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Makes the buckets of a reporting zone that was configured after another one. The other zones' hours show where there are events, and
/// their versions show what has changed since this zone was last reported, if it ever was. Works in small steps, after any of which a run
/// may end; an unchanged zone costs one read.
/// </summary>
internal sealed partial class ZoneMaker(
    IRollupStore store, IRollupProgress progress, ReportingCalendar calendar, ILogger<ZoneMaker> logger)
{
    private const int HoursPerStep = 200;
    private const int MaxAttempts = 10;

    private static readonly TimeSpan LongestHour = TimeSpan.FromHours(1);

    /// <summary>Makes the configured zone the reported one. Call it before marks are read: from then on it gets all changes.</summary>
    public async Task<ReportedZone> EnterAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await progress.GetZoneAsync(cancellationToken);
            if (stored?.Zone == calendar.Zone)
            {
                return stored;
            }

            // The new version ends the runs of the former zone: they may no longer clear the marks that they have read.
            var version = await store.NextVersionAsync(cancellationToken);
            var entered = stored is null ? ReportedZone.First(calendar.Zone, version) : stored.ChangeTo(calendar.Zone, version);
            if (await progress.TrySetZoneAsync(entered, cancellationToken))
            {
                if (stored is not null)
                {
                    Log.Changed(logger, stored.Zone, calendar.Zone);
                }

                return entered;
            }
        }

        throw new TransientStorageException("Other processes keep changing the reporting zone.");
    }

    /// <summary>Makes the next hours. Save the returned zone once the batch is written.</summary>
    public async Task<ReportedZone> StepAsync(ReportedZone zone, RefreshBatch batch, CancellationToken cancellationToken)
    {
        var (hours, end) = await FindChangedAsync(zone, cancellationToken);
        var made = await batch.MakeAsync(hours, cancellationToken);
        var next = zone with { Revision = zone.Revision + 1, MadeThrough = made < hours.Count ? hours[made].Start : end };
        return next.MadeThrough == DateTimeOffset.MaxValue ? next with { Behind = null } : next;
    }

    /// <returns>False if another zone is the reported one by now.</returns>
    public async Task<bool> SaveAsync(ReportedZone zone, CancellationToken cancellationToken)
    {
        if (!await progress.TrySetZoneAsync(zone, cancellationToken))
        {
            return false;
        }

        if (zone.IsComplete)
        {
            Log.Made(logger, zone.Zone);
        }

        return true;
    }

    /// <summary>The next hours of this zone that overlap changed ones of others, and the instant before which there are no more.</summary>
    private async Task<(IReadOnlyList<TimeRange> Hours, DateTimeOffset End)> FindChangedAsync(
        ReportedZone zone, CancellationToken cancellationToken)
    {
        var hours = new HashSet<TimeRange>();
        var end = DateTimeOffset.MaxValue;
        foreach (var other in zone.Others.Keys)
        {
            // An hour that overlaps the next one to be made may begin up to an hour before it.
            var found = await store.GetRangeAsync(
                BucketLevel.Hour, other, HourBefore(zone.MadeThrough), DateTimeOffset.MaxValue, HoursPerStep, cancellationToken);
            hours.UnionWith(found
                .Where(hour => hour.Version > zone.Behind)
                .SelectMany(hour => new[] { calendar.HourOf(hour.Key.Start), calendar.HourOf(LastSliceOf(hour.Key.Start)) }));
            if (found.Count == HoursPerStep && found[^1].Key.Start < end)
            {
                // Nothing is known about what follows.
                end = calendar.HourOf(found[^1].Key.Start).Start;
            }
        }

        return ([.. hours.Where(hour => hour.Start >= zone.MadeThrough && hour.Start < end).OrderBy(hour => hour.Start)], end);
    }

    private static DateTimeOffset LastSliceOf(DateTimeOffset hour) =>
        DateTimeOffset.MaxValue - hour < LongestHour ? hour : hour + LongestHour - Slices.Width;

    private static DateTimeOffset HourBefore(DateTimeOffset instant) =>
        instant - DateTimeOffset.MinValue < LongestHour ? DateTimeOffset.MinValue : instant - LongestHour;

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "The reporting zone is now {Zone} instead of {Former}: its hours, days and months are being made")]
        public static partial void Changed(ILogger logger, string former, string zone);

        [LoggerMessage(2102, LogLevel.Information, "All hours, days and months of the reporting zone {Zone} have been made")]
        public static partial void Made(ILogger logger, string zone);
    }
}

using Microsoft.Extensions.Logging;
using Pipeline.Core.ReportingTime;

namespace Pipeline.Jobs.Rollups;

/// <summary>
/// Makes the buckets of a reporting zone that was configured since the last start, once per process and before its first refresh.
/// It runs inside the refresh job, so it never meets a refresh of another process either.
/// </summary>
internal sealed partial class ReportingZoneCheck(
    CalendarRebuilder rebuilder, ReportingCalendar calendar, ILogger<ReportingZoneCheck> logger)
{
    private volatile bool _done;

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_done)
        {
            return;
        }

        var hours = await rebuilder.RunAsync(cancellationToken);
        _done = true;
        if (hours > 0)
        {
            Log.Rebuilt(logger, hours, calendar.Zone);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "Made {Hours} hours of the reporting zone {Zone} from stored slices")]
        public static partial void Rebuilt(ILogger logger, int hours, string zone);
    }
}

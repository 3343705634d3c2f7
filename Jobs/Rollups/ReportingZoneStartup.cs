using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Rollups;

namespace Pipeline.Jobs.Rollups;

/// <summary>Makes the buckets of a reporting zone that was configured since the last start, before anything refreshes them.</summary>
internal sealed partial class ReportingZoneStartup(
    CalendarRebuilder rebuilder, ReportingCalendar calendar, ILogger<ReportingZoneStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var hours = await rebuilder.RunAsync(cancellationToken);
        if (hours > 0)
        {
            Log.Rebuilt(logger, hours, calendar.Zone);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(2101, LogLevel.Information, "Made {Hours} hours of the reporting zone {Zone} from stored slices")]
        public static partial void Rebuilt(ILogger logger, int hours, string zone);
    }
}

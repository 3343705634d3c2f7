using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pipeline.Hosting.Liveness;

/// <summary>Shows the supervisor of a process without HTTP that it is alive: through a file's age, and systemd's watchdog.</summary>
internal sealed partial class Heartbeat(
    IOptions<LivenessOptions> options, ISystemdNotifier systemd, TimeProvider time, ILogger<Heartbeat> logger) : BackgroundService
{
    private static readonly ServiceState Watchdog = new("WATCHDOG=1");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        try
        {
            do
            {
                Beat();
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Remove();
        }
    }

    private void Beat()
    {
        systemd.Notify(Watchdog);
        if (options.Value.HeartbeatFile is not { Length: > 0 } file)
        {
            return;
        }

        try
        {
            File.WriteAllText(file, time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) + "\n");
        }
        catch (IOException failure)
        {
            // Nothing else to do: the supervisor sees the file grow old.
            Log.BeatFailed(logger, failure);
        }
    }

    private void Remove()
    {
        if (options.Value.HeartbeatFile is { Length: > 0 } file)
        {
            File.Delete(file);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Warning, "Could not write the heartbeat file")]
        public static partial void BeatFailed(ILogger logger, Exception exception);
    }
}

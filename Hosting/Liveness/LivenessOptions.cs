using System.ComponentModel.DataAnnotations;

namespace Pipeline.Hosting.Liveness;

public sealed class LivenessOptions
{
    public const string SectionName = "Pipeline:Liveness";

    /// <summary>A file that is rewritten at every heartbeat; empty for none. Its age shows whether the process is alive. Default none.</summary>
    public string HeartbeatFile { get; set; } = "";

    /// <summary>Time between heartbeats. Also pings systemd's watchdog: keep it under half of WatchdogSec. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);
}

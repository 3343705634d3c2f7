using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Processing.Probes;

public sealed class ProbeOptions
{
    public const string SectionName = "Pipeline:Probe";

    /// <summary>How often a probe is sent, once a minute at most; zero sends none. Default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a probe may take to the rollups before an alarm is raised. Default 3 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "12:00:00")]
    public TimeSpan LateAfter { get; set; } = TimeSpan.FromMinutes(3);
}

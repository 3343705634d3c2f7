using System.ComponentModel.DataAnnotations;

namespace Pipeline.Jobs.Housekeeping;

public sealed class RunHistoryOptions
{
    public const string SectionName = "Pipeline:Runs";

    /// <summary>How long the history of finished runs is kept. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);
}

using System.ComponentModel.DataAnnotations;

namespace Pipeline.Jobs.Hosting;

public sealed class JobsOptions
{
    public const string SectionName = "Pipeline:Jobs";

    /// <summary>Jobs at a time that keep numbers fresh, in this process. Default 3.</summary>
    [Range(1, 64)]
    public int FreshWorkers { get; set; } = 3;

    /// <summary>Jobs at a time that may take long, in this process. Default 2.</summary>
    [Range(1, 64)]
    public int LongWorkers { get; set; } = 2;

    /// <summary>How often schedules are checked; no job starts more often. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan SchedulePolling { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long running jobs may continue after the process was told to stop. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(15);
}

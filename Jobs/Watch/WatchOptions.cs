using System.ComponentModel.DataAnnotations;

namespace Pipeline.Jobs.Watch;

public sealed class WatchOptions
{
    public const string SectionName = "Pipeline:Watch";

    /// <summary>How long something may wait to be drained before an alarm is raised; zero raises none. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "14.00:00:00")]
    public TimeSpan QueueAgeAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long no event may come before an alarm is raised; zero raises none. Default 1 day: many shops sleep at night.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan NoEventsAfter { get; set; } = TimeSpan.FromDays(1);
}

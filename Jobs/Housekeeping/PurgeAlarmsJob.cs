using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Removes alarms that were over long ago. Open ones stay.</summary>
internal sealed class PurgeAlarmsJob(IAlarmStore alarms, IOptions<AlarmOptions> options, TimeProvider time) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        $"{await alarms.PurgeAsync(time.GetUtcNow() - options.Value.KeepFor, cancellationToken)} alarms removed";
}

public sealed class AlarmOptions
{
    public const string SectionName = "Pipeline:Alarms";

    /// <summary>How long an alarm is kept after it is over. Default 90 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);
}

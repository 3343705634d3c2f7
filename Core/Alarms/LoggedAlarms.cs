using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Telemetry;

namespace Pipeline.Core.Alarms;

/// <summary>
/// Tells of alarms in the log and in a metric. What is open is known to this process alone and until it ends. There are as many as there
/// are different things at fault at the same time.
/// </summary>
public sealed partial class LoggedAlarms(PipelineMetrics metrics, ILogger<LoggedAlarms> logger) : IAlarms
{
    private readonly ConcurrentDictionary<(AlarmKind Kind, string Subject), Alarm> _open = new();

    public Task RaiseAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        if (_open.TryAdd((alarm.Kind, alarm.Subject), alarm))
        {
            metrics.AlarmRaised(alarm.Kind.ToString());
            Log.Raised(logger, alarm.Kind, alarm.Subject, alarm.Text);
        }

        return Task.CompletedTask;
    }

    public Task ClearAsync(AlarmKind kind, string subject, CancellationToken cancellationToken)
    {
        if (_open.TryRemove((kind, subject), out _))
        {
            Log.Cleared(logger, kind, subject);
        }

        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(5201, LogLevel.Error, "Alarm {Kind} of {Subject}: {Text}")]
        public static partial void Raised(ILogger logger, AlarmKind kind, string subject, string text);

        [LoggerMessage(5202, LogLevel.Information, "Alarm {Kind} of {Subject} is over")]
        public static partial void Cleared(ILogger logger, AlarmKind kind, string subject);
    }
}

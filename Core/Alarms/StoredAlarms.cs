using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Plumbing.Telemetry;

namespace Pipeline.Core.Alarms;

/// <summary>
/// Keeps alarms in the store and tells of each in the log and in a metric. Whoever raises one goes on whatever happens here: while the
/// store is away, the log is all there is.
/// </summary>
public sealed partial class StoredAlarms(IAlarmStore store, PipelineMetrics metrics, TimeProvider time, ILogger<StoredAlarms> logger) : IAlarms
{
    public async Task RaiseAsync(Alarm alarm, CancellationToken cancellationToken)
    {
        try
        {
            var id = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            if (!await store.OpenAsync(new KeptAlarm(id, alarm), cancellationToken))
            {
                return;
            }

            Log.Raised(logger, alarm.Kind, alarm.Subject, alarm.Text);
        }
        catch (TransientStorageException away)
        {
            Log.NotKept(logger, alarm.Kind, alarm.Subject, alarm.Text, away);
        }

        metrics.AlarmRaised(alarm.Kind.ToString());
    }

    public async Task ClearAsync(AlarmKind kind, string subject, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.CloseAsync(kind, subject, time.GetUtcNow(), cancellationToken))
            {
                Log.Cleared(logger, kind, subject);
            }
        }
        catch (TransientStorageException away)
        {
            Log.NotCleared(logger, kind, subject, away);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5401, LogLevel.Error, "Alarm {Kind} of {Subject}: {Text}")]
        public static partial void Raised(ILogger logger, AlarmKind kind, string subject, string text);

        [LoggerMessage(5402, LogLevel.Information, "Alarm {Kind} of {Subject} is over")]
        public static partial void Cleared(ILogger logger, AlarmKind kind, string subject);

        [LoggerMessage(5403, LogLevel.Error, "Alarm {Kind} of {Subject}, which is not kept because the store is not usable: {Text}")]
        public static partial void NotKept(ILogger logger, AlarmKind kind, string subject, string text, Exception exception);

        [LoggerMessage(5404, LogLevel.Warning, "Alarm {Kind} of {Subject} may be over but stays open, because the store is not usable")]
        public static partial void NotCleared(ILogger logger, AlarmKind kind, string subject, Exception exception);
    }
}

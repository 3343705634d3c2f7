namespace Pipeline.Core.Alarms;

/// <summary>What somebody should look at. An alarm is open until what it is about is over; while it is open it is not raised again.</summary>
public interface IAlarms
{
    /// <summary>Opens an alarm and tells people, unless there is an open one of its kind about its subject.</summary>
    Task RaiseAsync(Alarm alarm, CancellationToken cancellationToken);

    /// <summary>Closes the alarm about a subject, if there is one.</summary>
    Task ClearAsync(AlarmKind kind, string subject, CancellationToken cancellationToken);
}

namespace Pipeline.Core.Alarms;

/// <summary>An alarm as it is kept: open until what it is about is over.</summary>
/// <param name="Id">Unique; a later alarm about the same subject has another.</param>
/// <param name="Alarm">What was raised.</param>
public sealed record KeptAlarm(string Id, Alarm Alarm)
{
    /// <summary>When it was over; null while it is open.</summary>
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Who looks after it; null as long as nobody has said so.</summary>
    public string? AcknowledgedBy { get; init; }

    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>The last of its news that has been sent out.</summary>
    public AlarmNews Told { get; init; }

    public bool IsOpen => ClearedAt is null;
}

/// <summary>What there is to say about an alarm, in this order.</summary>
public enum AlarmNews
{
    None,
    Raised,
    Cleared,
}

/// <summary>A place in the list of alarms, open ones first and latest first: everything up to this alarm has been shown.</summary>
public sealed record AlarmPosition(bool IsOpen, DateTimeOffset RaisedAt, string Id)
{
    public static AlarmPosition After(KeptAlarm alarm) => new(alarm.IsOpen, alarm.Alarm.RaisedAt, alarm.Id);
}

using System.Text.Json.Serialization;
using Pipeline.Core.Alarms;

namespace Pipeline.Api.Contracts;

/// <summary>Something that somebody should look at.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What has happened.</param>
/// <param name="Subject">To what, for example the producer or the job.</param>
/// <param name="Text">The same for people, in a sentence.</param>
/// <param name="State">Open until what it is about is over.</param>
/// <param name="RaisedAt">When it was noticed.</param>
/// <param name="ClearedAt">When it was over; null while it is open.</param>
/// <param name="AcknowledgedBy">Who looks after it; null as long as nobody has said so.</param>
/// <param name="AcknowledgedAt">Since when.</param>
internal sealed record AlarmResponse(
    string Id,
    AlarmKind Kind,
    string Subject,
    string Text,
    AlarmState State,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt,
    string? AcknowledgedBy,
    DateTimeOffset? AcknowledgedAt)
{
    public static AlarmResponse Of(KeptAlarm kept) => new(
        kept.Id,
        kept.Alarm.Kind,
        kept.Alarm.Subject,
        kept.Alarm.Text,
        kept.IsOpen ? AlarmState.Open : AlarmState.Cleared,
        kept.Alarm.RaisedAt,
        kept.ClearedAt,
        kept.AcknowledgedBy,
        kept.AcknowledgedAt);
}

internal enum AlarmState
{
    Open,
    Cleared,
}

/// <summary>A part of the alarms, open ones first and latest first.</summary>
/// <param name="Data">The alarms.</param>
/// <param name="Total">How many the filter lets through.</param>
/// <param name="Next">What to send as <c>cursor</c> to get the following alarms; absent when there are none.</param>
internal sealed record AlarmsResponse(
    IReadOnlyList<AlarmResponse> Data,
    long Total,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

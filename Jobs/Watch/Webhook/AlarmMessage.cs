using System.Text.Json;
using System.Text.Json.Serialization;
using Pipeline.Core.Alarms;

namespace Pipeline.Jobs.Watch.Webhook;

/// <summary>The body that a webhook gets. Its shape is a contract, see docs/alarms.md.</summary>
/// <param name="Type"><c>alarm.raised</c> or <c>alarm.cleared</c>.</param>
/// <param name="Timestamp">When that happened, UTC.</param>
/// <param name="Data">The alarm.</param>
internal sealed record AlarmMessage(string Type, DateTime Timestamp, AlarmData Data)
{
    private static readonly AlarmMessageContext Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>The same for every try, so that a receiver can tell a repetition.</summary>
    [JsonIgnore]
    public string Id => $"{Data.Id}.{Type}";

    /// <param name="alarm">The alarm.</param>
    /// <param name="news">That it was raised, or that it is over.</param>
    public static AlarmMessage Of(KeptAlarm alarm, AlarmNews news)
    {
        var clearedAt = news == AlarmNews.Cleared ? alarm.ClearedAt?.UtcDateTime : null;
        return new(
            clearedAt is null ? "alarm.raised" : "alarm.cleared",
            clearedAt ?? alarm.Alarm.RaisedAt.UtcDateTime,
            new AlarmData(
                alarm.Id,
                JsonNamingPolicy.CamelCase.ConvertName(alarm.Alarm.Kind.ToString()),
                alarm.Alarm.Subject,
                alarm.Alarm.Text,
                clearedAt is null ? "open" : "cleared",
                alarm.Alarm.RaisedAt.UtcDateTime,
                clearedAt));
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json.AlarmMessage);
}

/// <param name="Id">The alarm's id, as in <c>/api/ops/alarms</c>.</param>
/// <param name="Kind">What has happened: one of the words of <see cref="AlarmKind"/>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Text">The same for people, in a sentence.</param>
/// <param name="State"><c>open</c> or <c>cleared</c>.</param>
/// <param name="RaisedAt">When it was noticed, UTC.</param>
/// <param name="ClearedAt">When it was over, UTC; null while it is open.</param>
internal sealed record AlarmData(
    string Id, string Kind, string Subject, string Text, string State, DateTime RaisedAt, DateTime? ClearedAt);

[JsonSerializable(typeof(AlarmMessage))]
internal sealed partial class AlarmMessageContext : JsonSerializerContext;

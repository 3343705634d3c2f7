using System.Text.Json.Serialization;

namespace Pipeline.Api.Contracts;

/// <param name="EventId">The event's id, as sent or assigned.</param>
/// <param name="Warning">What about it will not be counted; absent when everything is.</param>
internal sealed record EventReceipt(
    Guid EventId, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Warning);

/// <param name="Accepted">Events that are safe in the queue.</param>
/// <param name="Rejected">Events that break a rule; sending them again is pointless.</param>
/// <param name="Warnings">Accepted events of which something will not be counted; absent when there are none.</param>
internal sealed record BatchReceipt(
    int Accepted,
    IReadOnlyList<NotedEvent> Rejected,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<NotedEvent>? Warnings);

/// <param name="Index">Position of the event in the batch, from 0; blank lines don't count.</param>
/// <param name="Reason">Field, rule and size; never the value.</param>
internal sealed record NotedEvent(int Index, string Reason);

/// <param name="UserId">The user whose profile is on its way.</param>
internal sealed record ProfileReceipt(string UserId);

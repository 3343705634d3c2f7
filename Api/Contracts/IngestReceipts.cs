namespace Pipeline.Api.Contracts;

/// <param name="EventId">The event's id, as sent or assigned.</param>
internal sealed record EventReceipt(Guid EventId);

/// <param name="Accepted">Events that are safe in the queue.</param>
/// <param name="Rejected">Events that break a rule; sending them again is pointless.</param>
internal sealed record BatchReceipt(int Accepted, IReadOnlyList<RejectedEvent> Rejected);

/// <param name="Index">Position of the event in the batch, from 0; blank lines don't count.</param>
/// <param name="Reason">Field, rule and size; never the value.</param>
internal sealed record RejectedEvent(int Index, string Reason);

/// <param name="UserId">The user whose profile is on its way.</param>
internal sealed record ProfileReceipt(string UserId);

namespace Pipeline.Api.Contracts;

/// <param name="EventId">The event's id, as sent or assigned.</param>
internal sealed record EventReceipt(Guid EventId);

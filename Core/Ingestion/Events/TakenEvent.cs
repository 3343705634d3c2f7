namespace Pipeline.Core.Ingestion.Events;

/// <summary>An event that breaks no rule.</summary>
/// <param name="EventId">Its id, sent or assigned.</param>
/// <param name="Warning">What about it will not be counted; null when everything is.</param>
public readonly record struct TakenEvent(Guid EventId, Fault? Warning);

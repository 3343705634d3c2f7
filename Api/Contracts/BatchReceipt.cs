namespace Pipeline.Api.Contracts;

/// <param name="Accepted">Events that are safe in the queue.</param>
/// <param name="Rejected">Events that break a rule; sending them again is no use.</param>
internal sealed record BatchReceipt(int Accepted, IReadOnlyList<RejectedEvent> Rejected);

namespace Pipeline.Tools.Client;

/// <param name="Accepted">Events that the queue has taken.</param>
/// <param name="Rejected">Events that break a rule, by their place in the batch.</param>
internal sealed record BatchAnswer(int Accepted, IReadOnlyList<RejectedEvent> Rejected);

internal sealed record RejectedEvent(int Index, string Reason);

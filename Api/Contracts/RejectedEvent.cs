namespace Pipeline.Api.Contracts;

/// <param name="Index">Position of the event in the batch, from 0; blank lines don't count.</param>
/// <param name="Reason">Field, rule and size; never the value.</param>
internal sealed record RejectedEvent(int Index, string Reason);

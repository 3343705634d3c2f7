namespace Pipeline.Tools.Client;

internal sealed record RejectedEvent(int Index, string Reason);

namespace Pipeline.Core.Queue;

/// <summary>The part of an envelope that stays readable when its content is damaged.</summary>
public sealed record EnvelopeHeader(Guid Producer, long Sequence, int Count, DateTimeOffset ReceivedAt);

namespace Pipeline.Core.Ingestion.Queue;

/// <summary>An envelope ready to be sent.</summary>
/// <param name="Body">The queue message's text, at most <see cref="EnvelopeCodec.MaxBodyLength"/> ASCII characters.</param>
/// <param name="Header">What it carries.</param>
public sealed record EncodedEnvelope(string Body, EnvelopeHeader Header);

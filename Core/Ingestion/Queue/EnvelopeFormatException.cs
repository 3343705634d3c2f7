namespace Pipeline.Core.Ingestion.Queue;

/// <summary>A body is not an envelope. Stays inside the codec, which turns it into a fault.</summary>
internal sealed class EnvelopeFormatException(string message, Exception? inner = null) : PipelineException(message, inner);

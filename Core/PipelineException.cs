namespace Pipeline.Core;

/// <summary>Root of the exceptions that the pipeline itself throws.</summary>
public abstract class PipelineException(string message, Exception? inner = null) : Exception(message, inner);

namespace Pipeline.Core.Plumbing.Storage;

/// <summary>The store refuses this data and always will.</summary>
public sealed class PermanentStorageException(string message, Exception? inner = null) : PipelineException(message, inner);

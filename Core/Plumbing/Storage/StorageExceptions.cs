namespace Pipeline.Core.Plumbing.Storage;

/// <summary>A store or queue is not usable now (unreachable, locked, full): try again later, nothing is wrong with the data.</summary>
public sealed class TransientStorageException(string message, Exception? inner = null) : PipelineException(message, inner);

/// <summary>The store refuses this data and always will.</summary>
public sealed class PermanentStorageException(string message, Exception? inner = null) : PipelineException(message, inner);

using Pipeline.Core;

namespace Pipeline.Tools.Client;

/// <summary>Nobody answered for as long as the caller was ready to wait.</summary>
internal sealed class ServerUnreachableException(Uri server, Exception inner)
    : PipelineException($"No answer from {server} ({inner.Message}). Is the server running? ./scripts/dev starts it.", inner);

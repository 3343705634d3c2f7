using System.Net;
using Pipeline.Core;

namespace Pipeline.Tools.Client;

/// <summary>The server answered, and the answer was no.</summary>
internal sealed class RequestFailedException(HttpStatusCode status, string message)
    : PipelineException($"{(int)status} {status}: {message}")
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>True when the server itself is in trouble, so that the next request would fail as well.</summary>
    public bool IsServerTrouble => (int)Status >= 500 || Status == HttpStatusCode.TooManyRequests;
}

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Hosting;

/// <summary>Turns exceptions into answers. Details of our own failures only go to the log.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case BadHttpRequestException refusal:
                await ErrorWriter.WriteAsync(httpContext, refusal.StatusCode, refusal.Message);
                break;
            case TransientStorageException:
                await ErrorWriter.WriteAsync(
                    httpContext, StatusCodes.Status503ServiceUnavailable, "A store or queue is not available: try again.");
                break;
            case OperationCanceledException when httpContext.RequestAborted.IsCancellationRequested:
            case OperationCanceledException { InnerException: ConnectionAbortedException } or ConnectionResetException:
                // Nobody is there to read an answer.
                httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                break;
            default:
                Log.RequestFailed(logger, exception, httpContext.TraceIdentifier);
                await ErrorWriter.WriteAsync(httpContext, StatusCodes.Status500InternalServerError);
                break;
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(4001, LogLevel.Error, "Request {RequestId} failed")]
        public static partial void RequestFailed(ILogger logger, Exception exception, string requestId);
    }
}

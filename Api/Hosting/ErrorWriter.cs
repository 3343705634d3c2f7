using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Pipeline.Api.Contracts;

namespace Pipeline.Api.Hosting;

/// <summary>Writes errors in their one shape.</summary>
internal static class ErrorWriter
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public static Task WriteAsync(HttpContext context, int status, string? message = null)
    {
        context.Response.StatusCode = status;
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
            && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        var error = new ErrorResponse(message ?? MessageOf(status), status);
        return context.Response.WriteAsJsonAsync(
            error, ApiJsonContext.Default.ErrorResponse, contentType: null, context.RequestAborted);
    }

    private static string MessageOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "This server does not answer to this host name, or the request is malformed.",
        StatusCodes.Status401Unauthorized => "Sign in, or send a key that is valid.",
        StatusCodes.Status403Forbidden => "This is not for your role.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "This address does not take this method.",
        StatusCodes.Status408RequestTimeout => "The body took too long to arrive.",
        StatusCodes.Status429TooManyRequests => "Too many requests of this kind are under way: try again.",
        StatusCodes.Status503ServiceUnavailable => "The answer took too long: ask for less, or try again.",
        StatusCodes.Status500InternalServerError => "Something went wrong here. The request id tells us what.",
        _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } reason ? $"{reason}." : "The request failed.",
    };
}

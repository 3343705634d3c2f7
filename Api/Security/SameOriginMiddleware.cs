using Microsoft.Extensions.Options;
using Pipeline.Api.Hosting;

namespace Pipeline.Api.Security;

/// <summary>
/// Refuses what another site makes a reader's browser do. Browsers say with every such request where it comes from, in headers that no
/// page can forge, so that scripts and command lines need no token first. A key is not sent by a browser on its own, and pages of
/// other origins may send events.
/// </summary>
internal sealed class SameOriginMiddleware(RequestDelegate next, IOptions<CrossOriginOptions> others)
{
    public Task InvokeAsync(HttpContext context) =>
        IsRead(context.Request.Method)
        || context.GetEndpoint() is not { } endpoint
        || endpoint.Requires(Access.Ingest)
        || context.User.Identity?.AuthenticationType == Access.Key
        || IsFromHere(context.Request, isSignedIn: context.User.Identity?.AuthenticationType == Access.Cookie)
            ? next(context)
            : ErrorWriter.WriteAsync(context, StatusCodes.Status403Forbidden, "This request comes from a page of another site.");

    private bool IsFromHere(HttpRequest request, bool isSignedIn)
    {
        var origin = request.Headers.Origin.ToString();
        return request.Headers["Sec-Fetch-Site"].ToString() switch
        {
            "same-origin" or "none" => true,
            // Not a browser of today. One that is signed in has to show more than its cookie.
            "" when origin.Length == 0 => !isSignedIn,
            "" when origin == $"{request.Scheme}://{request.Host}" => true,
            _ => !isSignedIn && others.Value.Allows(origin),
        };
    }

    private static bool IsRead(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}

namespace Pipeline.Api.Hosting;

/// <summary>
/// What browsers must not do with an answer: guess its type, show it in another page's frame, tell others where a reader came from, run
/// anything in it that its page did not bring along. An endpoint that shows a page sets its own Content-Security-Policy.
/// </summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    /// <summary>For data: nothing in it is run or loaded.</summary>
    private const string DataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Hangfire's pages set styles on single elements.</summary>
    private const string DashboardPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        // Late, since an error clears the headers that were set before it.
        context.Response.OnStarting(
            static state =>
            {
                Set((HttpContext)state);
                return Task.CompletedTask;
            },
            context);
        return next(context);
    }

    private static void Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        if (headers.ContentSecurityPolicy.Count == 0)
        {
            headers.ContentSecurityPolicy = context.Request.PathBase.StartsWithSegments("/hangfire")
                || context.Request.Path.StartsWithSegments("/hangfire") ? DashboardPolicy : DataPolicy;
        }
    }
}

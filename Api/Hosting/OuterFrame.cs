namespace Pipeline.Api.Hosting;

/// <summary>
/// Runs before the framework's own middleware, above all its check of the host name, so that its refusals have a request id and
/// the shape of every other error.
/// </summary>
internal sealed class OuterFrame : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<RequestIdMiddleware>();
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<HeadMiddleware>();
        app.UseStatusCodePages(context => ErrorWriter.WriteAsync(context.HttpContext, context.HttpContext.Response.StatusCode));
        next(app);
    };
}

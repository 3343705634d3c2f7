using Pipeline.Api.Security;

namespace Pipeline.Api.Audit;

/// <summary>Records every change that an operator makes or that somebody known tries to make, whatever its endpoint.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail)
{
    private const string Dashboard = "/hangfire";

    // The dashboard asks for its numbers by POST.
    private const string DashboardNumbers = "/stats";

    public Task InvokeAsync(HttpContext context)
    {
        if (IsChange(context, out var what))
        {
            // The status that was sent in the end, also when something failed on the way.
            var target = context.Request.Path + context.Request.QueryString;
            context.Response.OnCompleted(() => trail.RecordAsync(
                context, context.User.Identity?.Name ?? "", what, target + JobsOf(context.Request), context.Response.StatusCode));
        }

        return next(context);
    }

    private static bool IsChange(HttpContext context, out string what)
    {
        var (request, endpoint) = (context.Request, context.GetEndpoint());
        var isDashboard = request.Path.StartsWithSegments(Dashboard);
        what = endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? $"{request.Method} {request.Path}";
        return endpoint is not null
            && context.User.Identity?.IsAuthenticated == true
            && !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
            && (isDashboard ? !request.Path.Value!.EndsWith(DashboardNumbers, StringComparison.Ordinal) : endpoint.Requires(Access.Operator));
    }

    // Only where somebody has read the form already: the dashboard's commands name their jobs in it.
    private static string JobsOf(HttpRequest request) =>
        request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IFormFeature>()?.Form is { } form && form.TryGetValue("jobs[]", out var jobs)
            ? $" {string.Join(',', jobs.AsEnumerable())}"
            : "";
}

using Hangfire.Dashboard;
using RouteCollection = Hangfire.Dashboard.RouteCollection;

namespace Pipeline.Api.Dashboard;

/// <summary>
/// Lets only an operator's POST reach a command of the dashboard. Hangfire itself would run one on GET, HEAD or OPTIONS with a form
/// as its body, for which it asks no token.
/// </summary>
internal sealed class DashboardGuard(PathString prefix, RouteCollection routes, DashboardAccess access, RequestDelegate dashboard)
{
    // Hangfire's own types are internal. It makes one of each, so that their names need not be known.
    private static readonly Type Command = TypeOf(routes => routes.AddCommand("/", _ => true));
    private static readonly Type CommandOnRows = TypeOf(routes => routes.AddBatchCommand("/", (_, _) => { }));
    private static readonly Type Statistics = DashboardRoutes.Routes.FindDispatcher("/stats").Item1.GetType();

    public Task InvokeAsync(HttpContext context)
    {
        var dispatcher = context.Request.Path.StartsWithSegments(prefix, out var page)
            ? routes.FindDispatcher(page.Value ?? "")?.Item1.GetType()
            : null;
        var isCommand = dispatcher == Command || dispatcher == CommandOnRows;
        var readsForm = dispatcher == CommandOnRows || dispatcher == Statistics;
        if ((isCommand || readsForm) && !HttpMethods.IsPost(context.Request.Method))
        {
            context.Response.Headers.Allow = HttpMethods.Post;
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (isCommand && !access.IsOperator(context))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (readsForm && !context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else
        {
            return dashboard(context);
        }

        return Task.CompletedTask;
    }

    private static Type TypeOf(Action<RouteCollection> add)
    {
        var routes = new RouteCollection();
        add(routes);
        return routes.FindDispatcher("/").Item1.GetType();
    }
}

using Hangfire.Dashboard;
using RouteCollection = Hangfire.Dashboard.RouteCollection;

namespace Pipeline.Api.Dashboard;

/// <summary>Hangfire writes its pages synchronously; this loads first what a page is about.</summary>
/// <param name="load">Reads it from the stores.</param>
/// <param name="create">The page about it.</param>
internal sealed class LoadedPage<T>(Func<DashboardContext, CancellationToken, Task<T>> load, Func<T, RazorPage> create) : IDashboardDispatcher
{
    public async Task Dispatch(DashboardContext context)
    {
        var loaded = await load(context, context.GetHttpContext().RequestAborted);

        // Only a collection can make a dispatcher that writes pages.
        var page = new RouteCollection();
        page.AddRazorPage("/", _ => create(loaded));
        await page.FindDispatcher("/").Item1.Dispatch(context);
    }
}

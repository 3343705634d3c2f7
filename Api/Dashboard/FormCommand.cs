using Hangfire.Dashboard;
using Microsoft.AspNetCore.Antiforgery;

namespace Pipeline.Api.Dashboard;

/// <summary>
/// A command with fields, sent by a form of one of our pages: an operator's POST with the page's token, which Hangfire checks. Afterwards
/// the browser is shown where the result is.
/// </summary>
/// <param name="run">Does it and returns the page to show, within the dashboard.</param>
internal sealed class FormCommand(
    Func<DashboardContext, IFormCollection, CancellationToken, Task<string>> run) : IDashboardDispatcher
{
    public async Task Dispatch(DashboardContext context)
    {
        var http = context.GetHttpContext();
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = HttpMethods.Post;
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        }
        else if (!http.RequestServices.GetRequiredService<DashboardAccess>().IsOperator(http))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        else if (!http.Request.HasFormContentType)
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
        }
        else
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            var page = await run(context, form, http.RequestAborted);
            http.Response.StatusCode = StatusCodes.Status303SeeOther;
            http.Response.Headers.Location = context.Request.PathBase + page;
        }
    }

    /// <summary>The hidden field that proves that a form comes from one of our pages.</summary>
    public static string TokenField(DashboardContext context, HtmlHelper html)
    {
        var http = context.GetHttpContext();
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"<input type=\"hidden\" name=\"{html.HtmlEncode(tokens.FormFieldName)}\" value=\"{html.HtmlEncode(tokens.RequestToken ?? "")}\">";
    }
}

using System.Diagnostics.CodeAnalysis;
using Hangfire.Dashboard;
using Pipeline.Api.Contracts;
using Pipeline.Api.Endpoints;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Runs;
using Pipeline.Jobs.FailedBatches;
using RouteCollection = Hangfire.Dashboard.RouteCollection;

namespace Pipeline.Api.Dashboard.FailedBatches;

/// <summary>Failed batches in the dashboard: groups and list, one of them, and what operators do with them.</summary>
internal static class FailedBatchPages
{
    public const string List = "/failed-batches";
    public const string Retry = "/failed-batches/retry";
    public const string Discard = "/failed-batches/discard";

    /// <summary>Form field of the entries that are ticked; without any, the filter of the page is meant.</summary>
    public const string IdField = "id";

    private const int PageSize = 50;
    private const string NotFound = "?none=true";

    public static string Details(string id) => $"/failed-batches/details/{Uri.EscapeDataString(id)}";

    public static void AddTo(RouteCollection routes)
    {
        routes.Add(List, new LoadedPage<FailedBatchesView>(LoadAsync, view => new FailedBatchesPage(view)));
        routes.Add("/failed-batches/details/(?<id>.+)", new LoadedPage<QuarantineEntry?>(LoadOneAsync, entry => new FailedBatchPage(entry)));
        routes.Add(Retry, new FormCommand(RetryAsync));
        routes.Add(Discard, new FormCommand(DiscardAsync));
    }

    private static async Task<FailedBatchesView> LoadAsync(DashboardContext context, CancellationToken cancellationToken)
    {
        var http = context.GetHttpContext();
        var quarantine = http.RequestServices.GetRequiredService<IQuarantineStore>();
        var query = QueryOf(name => http.Request.Query[name].ToString());
        if (!query.TryRead(CalendarOf(http), out var filter, out var fault)
            || !FailedBatchCursor.TryRead(http.Request.Query["cursor"], out var after, out fault))
        {
            return new FailedBatchesView(query, [], [], Next: null, fault.ToString());
        }

        var found = await quarantine.ListAsync(filter, after, PageSize + 1, cancellationToken);
        var shown = found.Take(PageSize).ToList();
        return new FailedBatchesView(
            query,
            await quarantine.GroupAsync(filter, cancellationToken),
            shown,
            found.Count > shown.Count ? FailedBatchCursor.After(shown[^1]) : null,
            http.Request.Query.ContainsKey("none") ? "Nothing was done: none of these is open any more." : null);
    }

    private static Task<QuarantineEntry?> LoadOneAsync(DashboardContext context, CancellationToken cancellationToken) =>
        context.GetHttpContext().RequestServices.GetRequiredService<IQuarantineStore>()
            .FindAsync(Uri.UnescapeDataString(context.UriMatch.Groups["id"].Value), cancellationToken);

    private static async Task<string> RetryAsync(DashboardContext context, IFormCollection form, CancellationToken cancellationToken)
    {
        var http = context.GetHttpContext();
        var options = new RetryOptions(StartedBy: StartedBy.Operator);
        options = form["all"].Count > 0 ? options with { MaxFailedShare = 1 } : options;
        return TryReadSelection(http, form, out var filter)
            && await http.RequestServices.GetRequiredService<RetryStarter>().StartAsync(
                filter, Operator.NameOf(http), options, cancellationToken) is { } started
            ? RunPaths.Details(started.RunId)
            : List + NotFound;
    }

    private static async Task<string> DiscardAsync(DashboardContext context, IFormCollection form, CancellationToken cancellationToken)
    {
        var http = context.GetHttpContext();
        var reason = form["why"].ToString().Trim();
        if (reason.Length == 0 || !TryReadSelection(http, form, out var filter))
        {
            return List + NotFound;
        }

        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var discarded = await http.RequestServices.GetRequiredService<IQuarantineStore>().DiscardAsync(
            filter, new QuarantineChange(now, Operator.NameOf(http), QuarantineAction.Discarded, reason), cancellationToken);
        return discarded > 0 ? $"{List}?state=discarded" : List + NotFound;
    }

    private static bool TryReadSelection(HttpContext http, IFormCollection form, [NotNullWhen(true)] out QuarantineFilter? filter)
    {
        var ids = form[IdField].OfType<string>().ToList();
        filter = null;
        return ids.Count > 0
            ? FailedBatchSelection.TryRead(new RetryRequest { Ids = ids }, CalendarOf(http), out filter, out _)
            : (QueryOf(name => form[name].ToString()) with { State = "open" }).TryRead(CalendarOf(http), out filter, out _);
    }

    private static FailedBatchQuery QueryOf(Func<string, string> read) =>
        new(read("reason"), read("source"), read("kind"), read("state"), read("from"), read("to"), read("text"));

    private static ReportingCalendar CalendarOf(HttpContext http) => http.RequestServices.GetRequiredService<ReportingCalendar>();
}

/// <summary>What the list shows.</summary>
/// <param name="Query">The filter, as it was asked for.</param>
/// <param name="Groups">All that it lets through, by reason and state.</param>
/// <param name="Entries">The latest of them.</param>
/// <param name="Next">What to send as <c>cursor</c> for the following ones; null when there are none.</param>
/// <param name="Notice">What to say first; null for nothing.</param>
internal sealed record FailedBatchesView(
    FailedBatchQuery Query, IReadOnlyList<QuarantineGroup> Groups, IReadOnlyList<QuarantineEntry> Entries, string? Next, string? Notice);

using Hangfire.Dashboard;
using Hangfire.Storage;
using Pipeline.Api.Endpoints;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Runs;
using Pipeline.Jobs;

namespace Pipeline.Api.Dashboard;

/// <summary>The recurring jobs with their pauses, and the searchable history of runs, which survives Hangfire's own.</summary>
internal sealed class RunsPage(RunsPage.Model model) : DashboardPage("Runs")
{
    private const int PageSize = 50;

    public static async Task<Model> LoadAsync(DashboardContext context, CancellationToken cancellationToken)
    {
        var services = context.GetHttpContext().RequestServices;
        var runs = services.GetRequiredService<IRunHistory>();
        var asked = new RunQuery(
            context.Request.GetQuery("job"), context.Request.GetQuery("state"), From: null, To: null, context.Request.GetQuery("text"));

        // A page shows what it can: a condition that cannot be read lets everything through.
        if (!RunQuery.TryRead(asked, services.GetRequiredService<ReportingCalendar>(), out var filter, out var fault))
        {
            filter = new RunFilter();
        }

        RunQuery.TryReadCursor(context.Request.GetQuery("cursor"), out var after, out var cursorFault);
        List<Row> rows = [];
        foreach (var job in await services.GetRequiredService<JobSchedules>().GetAsync(cancellationToken))
        {
            rows.Add(new(
                job,
                await runs.CountAsync(new(job.Name, RunState.Failed), cancellationToken),
                await runs.GetAsync(new(job.Name), null, 1, cancellationToken) is [var latest, ..] ? latest : null));
        }

        var found = await runs.GetAsync(filter, after, PageSize + 1, cancellationToken);
        return new(filter, (fault ?? cursorFault)?.ToString(), rows, [.. found.Take(PageSize)],
            await runs.CountAsync(filter, cancellationToken), found.Count > PageSize);
    }

    protected override void WriteContent()
    {
        if (model.Fault is not null)
        {
            WriteLiteral("<div class=\"alert alert-warning\">");
            Write(model.Fault);
            WriteLiteral("</div>");
        }

        Heading("Jobs");
        Dictionary<string, RecurringJobDto> recurring;
        using (var connection = Storage.GetReadOnlyConnection())
        {
            recurring = connection.GetRecurringJobs().ToDictionary(job => job.Id, StringComparer.Ordinal);
        }

        Table(
            model.Jobs,
            ["Job", "Schedule", "Next", "Latest run in the history", "Failed", "Retries after", ""],
            row => JobCells(row, recurring.GetValueOrDefault(row.Job.Name)?.NextExecution));
        Heading("History");
        WriteSearch();
        Table(model.Runs, RunColumns, RunCells);
        WriteLiteral("<p>");
        Write($"{Number(model.Total)} runs. ");
        if (model.HasMore)
        {
            Write(Link(PathOf(model.Filter, RunCursor.After(model.Runs[^1]).ToString()), "Older runs"));
        }

        WriteLiteral("</p>");
    }

    private void JobCells(Row row, DateTime? next)
    {
        var job = row.Job;
        Cell(Link(RunPaths.OfJob(job.Name), job.Name), "min-width");
        Cell(job.Schedule is { } schedule ? Helper.Raw($"<code>{Helper.HtmlEncode(schedule)}</code>") : "by hand", "min-width");
        Cell(job.Pause is { } pause
            ? Helper.Raw($"<span class=\"label label-warning\">Paused</span> {Time(pause.PausedAt)} {Helper.HtmlEncode(pause.PausedBy ?? "")}")
            : next is { } at ? Helper.RelativeTime(at) : "");
        Cell(row.Latest is { } run ? Helper.Raw($"{StateOf(run)} {Time(run.QueuedAt)}") : "none");
        Cell(row.Failed == 0 ? "0" : Link($"{RunPaths.OfJob(job.Name)}&state=failed", Number(row.Failed)));
        Cell(job.RetryDelays.Count == 0 ? "none" : string.Join(", ", job.RetryDelays.Select(delay => Helper.ToHumanDuration(delay, displaySign: false))));
        WriteLiteral("<td class=\"min-width align-right\">");
        if (row.Failed > 0)
        {
            Button(RunPaths.RetryJob(job.Name), "Retry failed", $"Start the work of all failed runs of {job.Name} again?");
        }

        if (job.Pause is not null)
        {
            Button(RunPaths.Resume(job.Name), "Resume");
        }
        else if (job.Schedule is not null)
        {
            Button(RunPaths.Pause(job.Name), "Pause");
        }

        WriteLiteral("</td>");
    }

    private void WriteSearch()
    {
        WriteLiteral($"<form class=\"form-inline pipeline-search\" method=\"get\" action=\"{Helper.HtmlEncode(Url.To(RunPaths.Runs))}\">");
        WriteSelect("job", "All jobs", [.. model.Jobs.Select(row => row.Job.Name)], model.Filter.Job);
        WriteSelect("state", "All states", Enum.GetNames<RunState>(), model.Filter.State?.ToString());
        WriteLiteral(
            "<input class=\"form-control input-sm\" type=\"search\" name=\"text\" aria-label=\"Text\" placeholder=\"Name, argument, person\" "
            + $"maxlength=\"{QueryText.MaxSearchLength}\" value=\"{Helper.HtmlEncode(model.Filter.Text ?? "")}\"> "
            + "<button class=\"btn btn-sm btn-primary\" type=\"submit\">Search</button></form>");
    }

    private void WriteSelect(string name, string all, IReadOnlyList<string> values, string? chosen)
    {
        WriteLiteral($"<select class=\"form-control input-sm\" name=\"{name}\" aria-label=\"{name}\"><option value=\"\">{all}</option>");
        foreach (var value in values)
        {
            WriteLiteral($"<option value=\"{Helper.HtmlEncode(value)}\"{(value == chosen ? " selected" : "")}>{Helper.HtmlEncode(value)}</option>");
        }

        WriteLiteral("</select> ");
    }

    private static string PathOf(RunFilter filter, string cursor) =>
        $"{RunPaths.Runs}?job={Uri.EscapeDataString(filter.Job ?? "")}&state={filter.State}&text={Uri.EscapeDataString(filter.Text ?? "")}&cursor={cursor}";

    internal sealed record Row(ScheduledJob Job, int Failed, JobRun? Latest);

    internal sealed record Model(
        RunFilter Filter, string? Fault, IReadOnlyList<Row> Jobs, IReadOnlyList<JobRun> Runs, int Total, bool HasMore);
}

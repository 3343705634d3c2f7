using System.Text;
using Hangfire.Dashboard;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

/// <summary>What our history knows of a run, on the page of its Hangfire job.</summary>
internal static class JobDetailsBlock
{
    public static NonEscapedString Render(JobDetailsRendererDto job)
    {
        var services = job.Page.Context.GetHttpContext().RequestServices;
        var html = new HtmlHelper(job.Page);
        if (services.GetRequiredService<JobList>().RunOf(job.JobDetails.Job, job.JobId) is not { } id)
        {
            return html.Raw("");
        }

        // Hangfire renders synchronously.
        var run = services.GetRequiredService<IRunHistory>().FindAsync(id, CancellationToken.None).GetAwaiter().GetResult();

        // A frequent job's run is in the history only after it has ended.
        var progress = ShownProgress.Read(job.JobDetails.Properties) ?? run?.Progress;
        var block = new StringBuilder("<h3>Run</h3>");
        if (progress is not null)
        {
            block.Append(RunMarkup.Progress(html, progress, isOver: run?.EndedAt is not null));
        }

        if (run is not null)
        {
            block.Append("<p>").Append(RunMarkup.State(html, run.State)).Append(' ').Append(html.HtmlEncode(run.Result ?? "")).Append("</p>");
            if (run.Error is { } error)
            {
                block.Append("<p class=\"text-danger\">").Append(html.HtmlEncode(error)).Append("</p>");
            }

            block.Append("<p><a href=\"").Append(html.HtmlEncode(job.Page.Url.To(RunPaths.Details(id)))).Append("\">In the history of runs</a></p>");
        }
        else if (progress is null)
        {
            block.Append("<p class=\"text-muted\">Nothing to show yet.</p>");
        }

        return html.Raw(block.ToString());
    }
}

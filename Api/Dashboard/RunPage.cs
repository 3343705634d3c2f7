using Hangfire.Dashboard;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Dashboard;

/// <summary>One run, as our history knows it.</summary>
internal sealed class RunPage(JobRun? run) : DashboardPage("Run")
{
    public static Task<JobRun?> LoadAsync(DashboardContext context, CancellationToken cancellationToken) =>
        context.GetHttpContext().RequestServices.GetRequiredService<IRunHistory>()
            .FindAsync(Uri.UnescapeDataString(context.UriMatch.Groups["Id"].Value), cancellationToken);

    protected override void WriteContent()
    {
        if (run is null)
        {
            WriteLiteral("<div class=\"alert alert-warning\">There is no such run, or its history has been removed.</div>");
            return;
        }

        if (run.Progress is { } progress)
        {
            WriteLiteral(RunMarkup.Progress(Helper, progress, isOver: run.EndedAt is not null));
        }

        Facts(
        [
            ("State", StateOf(run)),
            ("Job", Link(RunPaths.OfJob(run.Job), run.Job)),
            ("Arguments", Helper.Raw($"<code>{Helper.HtmlEncode(run.Arguments)}</code>")),
            ("Started by", RunMarkup.Starter(run)),
            ("Attempt", run.Attempt),
            ("Queued", Time(run.QueuedAt)),
            ("Latest attempt began", Time(run.StartedAt)),
            ("Ended", Time(run.EndedAt)),
            ("Result", run.Result),
            ("Error", run.Error),
            ("Retried by", run.RetriedBy is { } again ? Link(RunPaths.Details(again), again) : null),
            ("Hangfire job", run.HangfireId is { } id ? Link($"/jobs/details/{id}", id) : null),
        ]);
        if (run.EndedAt is null)
        {
            Button(RunPaths.Cancel(run.Id), "Cancel", "Stop this run?");
        }
        else if (run is { State: RunState.Failed or RunState.Interrupted or RunState.Canceled, RetriedBy: null })
        {
            Button(RunPaths.Retry(run.Id), "Retry");
        }
    }
}

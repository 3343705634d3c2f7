using Hangfire.Dashboard;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

/// <summary>How runs look in the dashboard.</summary>
internal static class RunMarkup
{
    public static NonEscapedString State(HtmlHelper html, RunState state) => html.Raw(
        $"<span class=\"label label-default label-state-{state switch
        {
            RunState.Succeeded => "success",
            RunState.Failed => "danger",
            RunState.Running => "warning",
            RunState.Queued => "info",
            _ => "inactive",
        }}\">{state}</span>");

    /// <summary>How it was started and, if known, by whom.</summary>
    public static string Starter(JobRun run) => run.StartedByName is { } name ? $"{run.StartedBy}: {name}" : $"{run.StartedBy}";

    /// <summary>A bar, and the numbers beneath it. Without a known total the bar only says that something is going on.</summary>
    public static string Progress(HtmlHelper html, RunProgress progress, bool isOver)
    {
        var bar = progress.Total is > 0 and var total
            ? $"<progress max=\"{total}\" value=\"{Math.Min(progress.Done, total)}\"></progress>"
            : isOver ? "" : "<progress></progress>";
        return $"{bar}<div>{html.HtmlEncode(ShownProgress.Describe(progress))}</div>";
    }
}

/// <summary>Where the dashboard's pages about runs are.</summary>
internal static class RunPaths
{
    public const string Runs = "/runs";

    public static string Details(string id) => $"/runs/details/{Uri.EscapeDataString(id)}";

    public static string Retry(string id) => $"/runs/retry/{Uri.EscapeDataString(id)}";

    public static string Cancel(string id) => $"/runs/cancel/{Uri.EscapeDataString(id)}";

    public static string RetryJob(string job) => $"/runs/retry-job/{Uri.EscapeDataString(job)}";

    public static string Pause(string job) => $"/runs/pause/{Uri.EscapeDataString(job)}";

    public static string Resume(string job) => $"/runs/resume/{Uri.EscapeDataString(job)}";

    public static string OfJob(string job) => $"/runs?job={Uri.EscapeDataString(job)}";
}

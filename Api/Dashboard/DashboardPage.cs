using System.Globalization;
using Hangfire.Dashboard;
using Hangfire.Dashboard.Pages;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Api.Dashboard;

/// <summary>
/// A page in the dashboard's own look. What is written with <see cref="RazorPage.WriteLiteral"/> is HTML; everything else goes through
/// <see cref="RazorPage.Write"/>, which encodes it.
/// </summary>
internal abstract class DashboardPage(string title) : RazorPage
{
    private HtmlHelper? _html;

    protected HtmlHelper Helper => _html ??= new HtmlHelper(this);

    public sealed override void Execute()
    {
        Layout = new LayoutPage(title);
        WriteLiteral("<div class=\"row\"><div class=\"col-md-12\"><h1 class=\"page-header\">");
        Write(title);
        WriteLiteral("</h1>");
        WriteContent();
        WriteLiteral("</div></div>");
    }

    protected abstract void WriteContent();

    protected void Heading(string text)
    {
        WriteLiteral("<h3>");
        Write(text);
        WriteLiteral("</h3>");
    }

    /// <summary>A table; each row writes its own cells.</summary>
    protected void Table<T>(IEnumerable<T> rows, IReadOnlyList<string> columns, Action<T> writeCells)
    {
        WriteLiteral("<div class=\"table-responsive\"><table class=\"table\"><thead><tr>");
        foreach (var column in columns)
        {
            WriteLiteral("<th>");
            Write(column);
            WriteLiteral("</th>");
        }

        WriteLiteral("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            WriteLiteral("<tr class=\"hover\">");
            writeCells(row);
            WriteLiteral("</tr>");
        }

        WriteLiteral("</tbody></table></div>");
    }

    /// <summary>A table of names and values; what has no value is left out.</summary>
    protected void Facts(IEnumerable<(string Name, object? Value)> facts)
    {
        WriteLiteral("<table class=\"table table-condensed pipeline-facts\"><tbody>");
        foreach (var (name, value) in facts.Where(fact => fact.Value?.ToString() is { Length: > 0 }))
        {
            WriteLiteral("<tr><th scope=\"row\">");
            Write(name);
            WriteLiteral("</th>");
            Cell(value);
            WriteLiteral("</tr>");
        }

        WriteLiteral("</tbody></table>");
    }

    protected void Cell(object? content, string style = "")
    {
        WriteLiteral(style.Length == 0 ? "<td>" : $"<td class=\"{style}\">");
        Write(content);
        WriteLiteral("</td>");
    }

    protected NonEscapedString Link(string path, string text) =>
        Helper.Raw($"<a href=\"{Helper.HtmlEncode(Url.To(path))}\">{Helper.HtmlEncode(text)}</a>");

    /// <summary>A button that sends a command as a POST with the page's token; readers see none.</summary>
    protected void Button(string path, string text, string? confirm = null)
    {
        if (!IsReadOnly)
        {
            var question = confirm is null ? "" : $" data-confirm=\"{Helper.HtmlEncode(confirm)}\"";
            WriteLiteral($"<button class=\"btn btn-sm btn-default\" data-ajax=\"{Helper.HtmlEncode(Url.To(path))}\"{question}>{Helper.HtmlEncode(text)}</button> ");
        }
    }

    protected NonEscapedString Time(DateTimeOffset? at) =>
        at is { } instant ? Helper.RelativeTime(instant.UtcDateTime) : Helper.Raw("");

    protected static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    protected NonEscapedString StateOf(JobRun run) => RunMarkup.State(Helper, run.State);

    /// <summary>The columns of <see cref="RunCells"/>.</summary>
    protected static IReadOnlyList<string> RunColumns { get; } =
        ["State", "Job", "Arguments", "Started by", "Attempt", "Queued", "Took", "What it did"];

    protected void RunCells(JobRun run)
    {
        Cell(Helper.Raw($"<a href=\"{Helper.HtmlEncode(Url.To(RunPaths.Details(run.Id)))}\">{StateOf(run)}</a>"), "min-width");
        Cell(Link(RunPaths.OfJob(run.Job), run.Job), "min-width");
        Cell(Helper.Raw($"<code>{Helper.HtmlEncode(run.Arguments)}</code>"), "word-break");
        Cell(RunMarkup.Starter(run));
        Cell(run.Attempt);
        Cell(Time(run.QueuedAt), "min-width");
        Cell(run.EndedAt - run.StartedAt is { } took ? Helper.ToHumanDuration(took, displaySign: false) : "", "min-width");
        Cell(run.Error ?? run.Result ?? (run.Progress is { } progress ? ShownProgress.Describe(progress) : ""));
    }
}

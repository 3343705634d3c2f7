using Pipeline.Api.Endpoints;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Api.Dashboard.FailedBatches;

/// <summary>Groups by reason, a filter, and the latest entries with what can be done about them.</summary>
internal sealed class FailedBatchesPage(FailedBatchesView view) : DashboardPage("Failed batches")
{
    private static readonly string[] States = ["open", "retrying", "resolved", "discarded", "all"];

    private bool HasOpen => view.Groups.Any(group => group.State == QuarantineState.Open);

    protected override void WriteContent()
    {
        if (view.Notice is { } notice)
        {
            WriteLiteral("<div class=\"alert alert-warning\">");
            Write(notice);
            WriteLiteral("</div>");
        }

        WriteFilter();
        if (view.Groups.Count == 0)
        {
            WriteLiteral("<div class=\"alert alert-success\">There are no such failed batches.</div>");
            return;
        }

        Heading("By reason");
        Table(view.Groups, ["Reason", "State", "Count", "First seen", "Last failed"], group =>
        {
            Cell(Link(AddressOf(view.Query with { Reason = group.Reason, State = QueryText.WordOf(group.State) }), group.Reason));
            Cell(group.State);
            Cell(Number(group.Count));
            Cell(Time(group.FirstSeenAt), "min-width");
            Cell(Time(group.LastSeenAt), "min-width");
        });

        Heading("Latest");
        WriteLiteral("<form method=\"post\">");
        WriteLiteral(FormCommand.TokenField(Context, Helper));
        WriteQuery();
        WriteActions();
        Table(view.Entries, ["", "Id", "Reason", "What is wrong", "Kind", "Source", "Tried", "First seen"], entry =>
        {
            Cell(entry.State == QuarantineState.Open && !IsReadOnly
                ? Helper.Raw($"<input type=\"checkbox\" name=\"{FailedBatchPages.IdField}\" value=\"{Helper.HtmlEncode(entry.Id)}\" aria-label=\"{Helper.HtmlEncode(entry.Id)}\">")
                : Helper.Raw(""));
            Cell(Link(FailedBatchPages.Details(entry.Id), entry.Id), "min-width");
            Cell(entry.Reason);
            Cell(entry.Detail);
            Cell(entry.Kind);
            Cell(entry.Source);
            Cell(entry.Attempts);
            Cell(Time(entry.FirstSeenAt), "min-width");
        });
        WriteLiteral("</form>");
        if (view.Next is { } next)
        {
            WriteLiteral("<p>");
            Write(Link($"{AddressOf(view.Query)}&cursor={next}", "Older ones"));
            WriteLiteral("</p>");
        }
    }

    private void WriteFilter()
    {
        WriteLiteral($"<form method=\"get\" action=\"{Helper.HtmlEncode(Url.To(FailedBatchPages.List))}\" class=\"form-inline\">");
        Field("reason", "Reason", view.Query.Reason);
        Field("text", "Text", view.Query.Text);
        WriteLiteral("<label>State <select class=\"form-control input-sm\" name=\"state\">");
        foreach (var state in States)
        {
            var isChosen = state.Equals(string.IsNullOrEmpty(view.Query.State) ? "open" : view.Query.State, StringComparison.OrdinalIgnoreCase);
            WriteLiteral($"<option{(isChosen ? " selected" : "")}>{state}</option>");
        }

        WriteLiteral("</select></label> <button class=\"btn btn-sm btn-default\">Show</button></form>");
    }

    private void WriteActions()
    {
        if (IsReadOnly || !HasOpen)
        {
            return;
        }

        WriteLiteral(
            $"""
            <p>What is ticked, or everything open that the filter shows:</p>
            <p><button class="btn btn-sm btn-primary" formaction="{Helper.HtmlEncode(Url.To(FailedBatchPages.Retry))}">Retry in stages</button>
            <label><input type="checkbox" name="all" value="true"> even if many fail</label></p>
            <p class="form-inline"><label>Reason <input class="form-control input-sm" name="why" maxlength="500"></label>
            <button class="btn btn-sm btn-death" formaction="{Helper.HtmlEncode(Url.To(FailedBatchPages.Discard))}">Discard</button></p>
            """);
    }

    private void WriteQuery()
    {
        foreach (var (name, value) in Parameters(view.Query))
        {
            WriteLiteral($"<input type=\"hidden\" name=\"{name}\" value=\"{Helper.HtmlEncode(value)}\">");
        }
    }

    private void Field(string name, string label, string? value) => WriteLiteral(
        $"<label>{label} <input class=\"form-control input-sm\" name=\"{name}\" value=\"{Helper.HtmlEncode(value ?? "")}\"></label> ");

    private static string AddressOf(FailedBatchQuery query) =>
        $"{FailedBatchPages.List}?{string.Join('&', Parameters(query).Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"))}";

    private static IEnumerable<(string Name, string Value)> Parameters(FailedBatchQuery query) =>
        new[]
        {
            ("reason", query.Reason), ("source", query.Source), ("kind", query.Kind), ("state", query.State), ("from", query.From), ("to", query.To),
            ("text", query.Text),
        }.Where(parameter => !string.IsNullOrEmpty(parameter.Item2)).Select(parameter => (parameter.Item1, parameter.Item2!));
}

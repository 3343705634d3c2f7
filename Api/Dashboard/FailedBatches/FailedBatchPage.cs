using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Api.Dashboard.FailedBatches;

/// <summary>One failed batch: why, what, from where, and every change.</summary>
/// <param name="entry">Null when there is no such failed batch.</param>
internal sealed class FailedBatchPage(QuarantineEntry? entry) : DashboardPage("Failed batch")
{
    protected override void WriteContent()
    {
        if (entry is null)
        {
            WriteLiteral("<div class=\"alert alert-warning\">There is no such failed batch.</div>");
            return;
        }

        WriteLiteral("<dl class=\"dl-horizontal\">");
        Fact("Id", entry.Id);
        Fact("State", $"{entry.State}");
        Fact("Reason", entry.Reason);
        Fact("What is wrong", entry.Detail);
        Fact("Kind", $"{entry.Kind}, set aside by the {entry.Source}");
        Fact("Tried", $"{entry.Attempts} times");
        Fact("Message", entry.MessageId);
        Fact("Producer", entry.Items is { } items ? $"{items.Producer}, number {items.Sequence}, {items.Count} in the ledger" : "unknown");
        WriteLiteral("</dl>");
        WriteActions(entry);

        Heading("Payload");
        WriteLiteral("<pre><code>");
        Write(entry.Payload);
        WriteLiteral("</code></pre>");
        if (entry.EditedPayload is { } edited)
        {
            Heading("Edited");
            WriteLiteral("<pre><code>");
            Write(edited);
            WriteLiteral("</code></pre>");
        }

        Heading("History");
        Table(entry.History, ["When", "Who", "What", ""], change =>
        {
            Cell(Time(change.At), "min-width");
            Cell(change.Who);
            Cell(change.What);
            Cell(change.Detail ?? "");
        });
    }

    private void WriteActions(QuarantineEntry open)
    {
        if (IsReadOnly || open.State != QuarantineState.Open)
        {
            return;
        }

        WriteLiteral("<form method=\"post\" class=\"form-inline\">");
        WriteLiteral(FormCommand.TokenField(Context, Helper));
        WriteLiteral(
            $"""
            <input type="hidden" name="{FailedBatchPages.IdField}" value="{Helper.HtmlEncode(open.Id)}">
            <button class="btn btn-sm btn-primary" formaction="{Helper.HtmlEncode(Url.To(FailedBatchPages.Retry))}">Retry</button>
            <label>Reason <input class="form-control input-sm" name="why" maxlength="500"></label>
            <button class="btn btn-sm btn-death" formaction="{Helper.HtmlEncode(Url.To(FailedBatchPages.Discard))}">Discard</button>
            </form>
            """);
    }

    private void Fact(string name, string value)
    {
        WriteLiteral("<dt>");
        Write(name);
        WriteLiteral("</dt><dd>");
        Write(value);
        WriteLiteral("</dd>");
    }
}

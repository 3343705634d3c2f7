using Hangfire.Dashboard;
using Pipeline.Api.Dashboard.FailedBatches;
using Pipeline.Core.History;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Runs;

namespace Pipeline.Api.Dashboard;

/// <summary>Where every event is: queue, rollups, failed batches and ledger, and what the jobs did last.</summary>
internal sealed class PipelinePage(PipelineState state, IReadOnlyList<JobRun> runs) : DashboardPage("Pipeline")
{
    private const int RecentRuns = 10;
    private const int MaxReasons = 8;

    public static async Task<(PipelineState State, IReadOnlyList<JobRun> Runs)> LoadAsync(
        DashboardContext context, CancellationToken cancellationToken)
    {
        var services = context.GetHttpContext().RequestServices;
        return (
            await PipelineState.ReadAsync(services, cancellationToken),
            await services.GetRequiredService<IRunHistory>().GetAsync(new RunFilter(), null, RecentRuns, cancellationToken));
    }

    protected override void WriteContent()
    {
        WriteAlarms();
        WriteLiteral("<div class=\"row\"><div class=\"col-md-6\">");
        Heading("Queue");
        Facts(
        [
            ("Messages waiting", Number(state.Queue.Visible)),
            ("Messages being worked on", Number(state.Queue.InFlight)),
            ("Age of the oldest", state.Queue.OldestSentAt is null ? null : Duration(state.QueueAge)),
            ("Dead letters", Marked(state.Queue.DeadLetters)),
        ]);
        Heading("Rollups");
        Facts(
        [
            ("Complete through", state.CompleteThrough is null ? "nothing yet" : Time(state.CompleteThrough)),
            ("Lag", state.Lag is { } lag ? Duration(lag) : null),
            ("Dirty slices", Number(state.Dirty.Waiting)),
            ("Set aside", Marked(state.Dirty.SetAside)),
        ]);
        Heading("Probe");
        var probe = state.Probes.Last;
        Facts(
        [
            ("Latest to arrive", probe is null ? "none yet" : Time(probe.SentAt)),
            ("To the queue", Journey(probe, probe?.QueuedAt)),
            ("To the store", Journey(probe, probe?.StoredAt)),
            ("To the rollups", Journey(probe, probe?.RolledUpAt)),
        ]);
        WriteArchive();
        WriteLiteral("</div><div class=\"col-md-6\">");
        Heading("Ledger");
        var totals = state.Ledger.Totals;
        Facts(
        [
            ("Accepted", Number(totals.Accepted)),
            ("Stored", Number(totals.Stored)),
            ("Duplicate", Number(totals.Duplicate)),
            ("Rejected", Number(totals.Rejected)),
            ("Quarantined", Number(totals.Quarantined)),
            ("In flight", Number(totals.InFlight)),
            ("Gap", Marked(totals.Gap)),
            ("Silent producers", Marked(state.Ledger.SilentProducers.Count)),
        ]);
        Heading("Failed batches");
        Facts(
        [
            ("Open", Marked(state.FailedBatches.Sum(group => group.Count))),
            .. state.FailedBatches.Take(MaxReasons).Select(group => (group.Reason, (object?)Link(
                $"{FailedBatchPages.List}?reason={Uri.EscapeDataString(group.Reason)}", Number(group.Count)))),
        ]);
        WriteLiteral("</div></div>");
        Heading("Recent runs");
        Table(runs, RunColumns, RunCells);
        WriteLiteral("<p>");
        Write(Link(RunPaths.Runs, "All runs"));
        WriteLiteral("</p>");
    }

    private void WriteArchive()
    {
        var parts = state.Days.SelectMany(day => day.Parts).ToList();
        Heading("Archive");
        Facts(
        [
            ("Days in the raw store alone", Number(state.Days.Count(day => day.Parts.Count == 0))),
            ("Archived days", Number(state.Days.Count(day => day.Parts.Count > 0))),
            ("Archived events", Number(parts.Sum(part => part.Rows))),
            ("Archived bytes", Number(parts.Sum(part => part.Bytes))),
            ("Days with late events", Number(state.Days.Count(day => day.State == ArchiveDayState.Late))),
            ("Damaged parts", Marked(parts.Count(part => part.Problem is not null))),
        ]);
    }

    private void WriteAlarms()
    {
        if (state.Alarms.Count == 0)
        {
            return;
        }

        Heading("Alarms");
        Table(state.Alarms, ["Alarm", "Since", "What happened", "Looked after by"], alarm =>
        {
            Cell(alarm.Alarm.Kind, "min-width");
            Cell(Time(alarm.Alarm.RaisedAt), "min-width");
            Cell(alarm.Alarm.Text);
            WriteLiteral("<td class=\"min-width\">");
            if (alarm.AcknowledgedBy is { } who)
            {
                Write(who);
            }
            else
            {
                Button($"/alarms/acknowledge/{Uri.EscapeDataString(alarm.Id)}", "Look after it");
            }

            WriteLiteral("</td>");
        });
    }

    private string? Journey(Probe? probe, DateTimeOffset? arrivedAt) => arrivedAt - probe?.SentAt is { } took ? Duration(took) : null;

    private string Duration(TimeSpan duration) =>
        duration < TimeSpan.FromSeconds(1) ? "less than a second" : Helper.ToHumanDuration(TimeSpan.FromSeconds((long)duration.TotalSeconds), displaySign: false);

    /// <summary>A number that should be zero.</summary>
    private NonEscapedString Marked(long number) =>
        Helper.Raw(number == 0 ? "0" : $"<span class=\"label label-default label-state-danger\">{Number(number)}</span>");
}

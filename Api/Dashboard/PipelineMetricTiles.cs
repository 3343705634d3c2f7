using Hangfire.Dashboard;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Quarantine;

namespace Pipeline.Api.Dashboard;

/// <summary>What of the pipeline the dashboard's home shows. Hangfire reads its metrics synchronously.</summary>
internal static class PipelineMetricTiles
{
    private static readonly QuarantineFilter Open = new() { State = QuarantineState.Open };

    public static readonly DashboardMetric FailedBatches = new("pipeline:failed-batches", "Failed batches", page =>
        Alarming(Service<IQuarantineStore>(page).CountAsync(Open, CancellationToken.None).GetAwaiter().GetResult()));

    public static readonly DashboardMetric LedgerGap = new("pipeline:ledger-gap", "Ledger gap", page =>
        Alarming(Service<Bookkeeper>(page).ReadAsync(CancellationToken.None).GetAwaiter().GetResult().Totals.Gap));

    public static readonly DashboardMetric QueueAge = new("pipeline:queue-age", "Queue age, seconds", page =>
    {
        var queue = Service<IEventQueue>(page).GetStatusAsync(CancellationToken.None).GetAwaiter().GetResult();
        return new Metric((long)queue.AgeAt(Service<TimeProvider>(page).GetUtcNow()).TotalSeconds);
    });

    private static Metric Alarming(long count) =>
        new(count) { Style = count > 0 ? MetricStyle.Danger : MetricStyle.Default, Highlighted = count > 0 };

    private static T Service<T>(RazorPage page)
        where T : notnull => page.Context.GetHttpContext().RequestServices.GetRequiredService<T>();
}

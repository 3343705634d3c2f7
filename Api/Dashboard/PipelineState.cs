using Pipeline.Core.Alarms;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Dashboard;

/// <summary>What the dashboard shows of the pipeline as a whole.</summary>
internal sealed record PipelineState(
    QueueStatus Queue, DirtyStatus Dirty, DateTimeOffset? CompleteThrough, IReadOnlyList<QuarantineGroup> FailedBatches, LedgerStatus Ledger,
    ProbeJourneys Probes, IReadOnlyList<ArchiveDay> Days, IReadOnlyList<KeptAlarm> Alarms, DateTimeOffset Now)
{
    private const int MaxAlarms = 50;

    /// <summary>How long the oldest message has waited; zero when the queue is empty, or its clock is ahead of ours.</summary>
    public TimeSpan QueueAge => Queue.AgeAt(Now);

    /// <summary>How far the numbers are behind; null before the first refresh.</summary>
    public TimeSpan? Lag => CompleteThrough is { } through ? Now - through : null;

    public static async Task<PipelineState> ReadAsync(IServiceProvider services, CancellationToken cancellationToken) => new(
        await services.GetRequiredService<IEventQueue>().GetStatusAsync(cancellationToken),
        await services.GetRequiredService<IDirtySlices>().GetStatusAsync(cancellationToken),
        await services.GetRequiredService<IRollupProgress>().GetCompleteThroughAsync(
            services.GetRequiredService<ReportingCalendar>().Zone, cancellationToken),
        await services.GetRequiredService<IQuarantineStore>().GroupAsync(
            new QuarantineFilter { State = QuarantineState.Open }, cancellationToken),
        await services.GetRequiredService<Bookkeeper>().ReadAsync(cancellationToken),
        ProbeJourneys.Of(await services.GetRequiredService<IProbeStore>().GetLatestAsync(ProbeJourneys.Window, cancellationToken)),
        await services.GetRequiredService<ArchiveOverview>().ReadAsync(cancellationToken),
        await services.GetRequiredService<IAlarmStore>().ListAsync(isOpen: true, after: null, MaxAlarms, cancellationToken),
        services.GetRequiredService<TimeProvider>().GetUtcNow());
}

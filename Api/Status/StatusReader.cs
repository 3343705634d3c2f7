using Pipeline.Api.Contracts;
using Pipeline.Core.Alarms;
using Pipeline.Core.History;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.ReportingTime;
using Pipeline.Core.Rollups;

namespace Pipeline.Api.Status;

/// <summary>Asks every part of the pipeline how it is.</summary>
internal sealed class StatusReader(
    IEventQueue queue,
    IDirtySlices dirty,
    IRollupProgress rollups,
    ReportingCalendar calendar,
    IQuarantineStore quarantine,
    Bookkeeper bookkeeper,
    IProbeStore probes,
    ArchiveOverview archive,
    IAlarmStore alarms,
    TimeProvider time)
{
    public async Task<OpsStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var waiting = await queue.GetStatusAsync(cancellationToken);
        var behind = await dirty.GetStatusAsync(cancellationToken);
        return new OpsStatus(
            new(waiting.Visible, waiting.InFlight, Math.Round(waiting.AgeAt(now).TotalSeconds, 3), waiting.DeadLetters),
            new(
                behind.Waiting,
                await rollups.GetCompleteThroughAsync(calendar.Zone, cancellationToken),
                new(behind.SetAside, behind.OldestSetAside)),
            new(await quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, cancellationToken)),
            OpsStatus.ArchiveState.Of(await archive.ReadAsync(cancellationToken)),
            OpsStatus.LedgerState.Of(await bookkeeper.ReadAsync(cancellationToken)),
            OpsStatus.ProbeState.Of(ProbeJourneys.Of(await probes.GetLatestAsync(ProbeJourneys.Window, cancellationToken)), now),
            new(await alarms.CountAsync(isOpen: true, cancellationToken)));
    }
}

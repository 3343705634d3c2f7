using System.Globalization;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Telemetry;
using Pipeline.Core.Processing.Probes;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Watch;

/// <summary>Sends a probe through the queue and looks after those that were sent before.</summary>
internal sealed class SendProbeJob(
    IProbeStore probes,
    IEventQueue queue,
    AlarmReconciler alarms,
    PipelineMetrics metrics,
    IOptions<ProbeOptions> options,
    TimeProvider time) : IJob<NoArguments>
{
    private const string Subject = "probe";

    // The schedule is not exact.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isOn = options.Value.Every > TimeSpan.Zero;
        var known = isOn ? await probes.GetLatestAsync(ProbeJourneys.Window, cancellationToken) : [];
        var journeys = ProbeJourneys.Of(known);
        // First: a queue that takes no probe must not keep anyone from hearing of it.
        await alarms.ReconcileAsync([AlarmKind.ProbeLate], IsLate(journeys, now) ? [Late(journeys, now)] : [], cancellationToken);
        if (journeys.Last is { } last)
        {
            metrics.ProbeArrived(last.QueuedAt!.Value - last.SentAt, last.StoredAt!.Value - last.SentAt, last.RolledUpAt!.Value - last.SentAt);
        }

        await probes.RemoveAsync(now - Kept, cancellationToken);
        if (isOn && (known.Count == 0 || now - known[0].SentAt >= options.Value.Every - Tolerance))
        {
            await SendAsync(Probe.At(now), cancellationToken);
        }

        return null;
    }

    private async Task SendAsync(Probe probe, CancellationToken cancellationToken)
    {
        // Before it is sent: the drain may be faster than we are.
        await probes.AddAsync(probe, cancellationToken);
        var outcomes = await queue.SendAsync([probe.ToEnvelope()], cancellationToken);
        if (outcomes[0] is { } refused)
        {
            throw refused;
        }

        await probes.NoteAsync(probe.SentAt, ProbeStage.Queued, time.GetUtcNow(), cancellationToken);
    }

    private bool IsLate(ProbeJourneys journeys, DateTimeOffset now) => now - journeys.WaitingSince > options.Value.LateAfter;

    private static Alarm Late(ProbeJourneys journeys, DateTimeOffset now) => new(
        AlarmKind.ProbeLate,
        Subject,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The probe that was sent at {journeys.WaitingSince:yyyy-MM-dd HH:mm:ss} UTC is not in the rollups yet, nor is any later one."),
        now);
}

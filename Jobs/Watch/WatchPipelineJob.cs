using System.Globalization;
using Microsoft.Extensions.Options;
using Pipeline.Core.Alarms;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Watch;

/// <summary>Raises an alarm when the drain falls behind, when no more events come, and when an archived part turned out to be damaged.</summary>
internal sealed class WatchPipelineJob(
    IEventQueue queue, Bookkeeper bookkeeper, AlarmReconciler alarms, ArchiveAlarms archive, IOptions<WatchOptions> options, TimeProvider time)
    : IJob<NoArguments>
{
    private const string Subject = "pipeline";

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        var ledger = await bookkeeper.ReadAsync(cancellationToken);
        // Later than the ledger: what came in between makes the queue look fuller, not older.
        var status = await queue.GetStatusAsync(cancellationToken);
        var now = time.GetUtcNow();
        List<Alarm> due = [];
        if (IsOver(WaitingSince(status, ledger), options.Value.QueueAgeAfter, now))
        {
            due.Add(Of(AlarmKind.QueueAge, "Something has been waiting to be drained since", WaitingSince(status, ledger), now));
        }

        if (IsOver(ledger.LatestItemAt, options.Value.NoEventsAfter, now))
        {
            due.Add(Of(AlarmKind.NoEvents, "No event or profile has come since", ledger.LatestItemAt, now));
        }

        await alarms.ReconcileAsync([AlarmKind.QueueAge, AlarmKind.NoEvents], due, cancellationToken);
        await archive.ReconcileAsync(cancellationToken);
        return null;
    }

    /// <summary>
    /// When the oldest message was sent. SQS does not say so: as it gives out messages about in their order, what still waits came after the
    /// latest that has been drained, which is never long ago as a probe comes every minute. Not the time to where everything has been
    /// drained: one item that does not come would hold it back, however fast the drain.
    /// </summary>
    private static DateTimeOffset? WaitingSince(QueueStatus status, LedgerStatus ledger) =>
        status.IsEmpty ? null : status.OldestSentAt ?? ledger.LatestReceivedAt;

    private static bool IsOver(DateTimeOffset? since, TimeSpan limit, DateTimeOffset now) => limit > TimeSpan.Zero && now - since > limit;

    private static Alarm Of(AlarmKind kind, string text, DateTimeOffset? since, DateTimeOffset now) =>
        new(kind, Subject, string.Create(CultureInfo.InvariantCulture, $"{text} {since:yyyy-MM-dd HH:mm:ss} UTC."), now);
}

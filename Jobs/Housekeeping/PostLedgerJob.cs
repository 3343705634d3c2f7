using Pipeline.Core.Alarms;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>
/// Posts the ledger's new entries every few seconds, so that reading it costs the same however long it has been kept, and raises alarms
/// about gaps and surpluses.
/// </summary>
internal sealed class PostLedgerJob(Bookkeeper bookkeeper, IEventQueue queue, AlarmReconciler alarms, TimeProvider time) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken)
    {
        // Before the entries are read: whatever has left the queue by now is among them.
        var status = await queue.GetStatusAsync(cancellationToken);
        var accounts = await bookkeeper.PostAsync(status.IsEmpty, cancellationToken);
        await alarms.ReconcileAsync(LedgerAlarms.Kinds, LedgerAlarms.Of(accounts, time.GetUtcNow()), cancellationToken);
        return null;
    }
}

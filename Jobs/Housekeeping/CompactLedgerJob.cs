using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Pipeline.Core.Ledger;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Folds the ledger's old entries: one an envelope is too many to keep for ever.</summary>
internal sealed class CompactLedgerJob(ILedger ledger, RunRecorder runs, TimeProvider clock)
{
    public const string Id = "compact-ledger";

    // A redelivered envelope replaces its entry. After this, no queue delivers it any more: SQS keeps messages 14 days at most.
    private static readonly TimeSpan MaxRedelivery = TimeSpan.FromDays(15);

    [SkipWhenRunning]
    [AutomaticRetry(Attempts = 5)]
    [DisplayName("Compact the ledger")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordAsync(Id, context, async () =>
            $"{await ledger.CompactAsync(clock.GetUtcNow() - MaxRedelivery, cancellationToken)} entries folded");
}

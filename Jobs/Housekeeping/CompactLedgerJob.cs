using System.ComponentModel;
using Hangfire;
using Hangfire.Server;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Runs;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Folds the ledger's old entries: one an envelope is too many to keep for ever.</summary>
internal sealed class CompactLedgerJob(ILedger ledger, RunRecorder runs, TimeProvider time)
{
    public const string Id = "compact-ledger";

    // Long enough for the entries of a hole to arrive one by one. An envelope that is delivered again later changes nothing.
    private static readonly TimeSpan MinAge = TimeSpan.FromHours(1);

    [SkipWhenRunning]
    [AutomaticRetry(Attempts = 5)]
    [DisplayName("Compact the ledger")]
    public Task RunAsync(PerformContext context, CancellationToken cancellationToken) =>
        runs.RecordAsync(Id, context, async () =>
            $"{await ledger.CompactAsync(time.GetUtcNow() - MinAge, cancellationToken)} entries folded");
}

using Pipeline.Core.Processing.Ledger;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Folds the ledger's old entries: one an envelope is too many to keep for ever.</summary>
internal sealed class CompactLedgerJob(ILedger ledger, TimeProvider time) : IJob<NoArguments>
{
    // Long enough for the entries of a hole to arrive one by one. An envelope that is delivered again later changes nothing.
    private static readonly TimeSpan MinAge = TimeSpan.FromHours(1);

    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        $"{await ledger.CompactAsync(time.GetUtcNow() - MinAge, cancellationToken)} entries folded";
}

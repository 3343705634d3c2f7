using Pipeline.Core.Storing.Retries;

namespace Pipeline.Jobs.FailedBatches;

/// <summary>A retry of entries that were claimed for it when somebody asked for it.</summary>
/// <param name="Retry">What they were claimed as.</param>
/// <param name="Who">Who asked for it.</param>
/// <param name="Rules">What to change in their payloads first; null for nothing.</param>
/// <param name="PerSecond">Most entries to try in a second.</param>
/// <param name="MaxFailedShare">Share of a stage that may fail, 0 to 1; if more do, the rest is left as it is.</param>
public sealed record RetryFailedBatchesArguments(
    Guid Retry = default,
    string Who = "",
    IReadOnlyList<PayloadRule>? Rules = null,
    int PerSecond = RetryFailedBatchesArguments.DefaultPerSecond,
    double MaxFailedShare = RetryFailedBatchesArguments.DefaultMaxFailedShare)
{
    public const int DefaultPerSecond = 500;
    public const double DefaultMaxFailedShare = 0.2;
}

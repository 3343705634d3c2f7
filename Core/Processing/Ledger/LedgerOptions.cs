using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Processing.Ledger;

public sealed class LedgerOptions
{
    public const string SectionName = "Pipeline:Ledger";

    /// <summary>
    /// How long a number may be missing, or a producer silent, before it counts as lost. Must be longer than the queue keeps retrying,
    /// and far longer than the interval of the ingest processes' heartbeats. Default 15 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "14.00:00:00")]
    public TimeSpan GapAfter { get; set; } = TimeSpan.FromMinutes(15);
}

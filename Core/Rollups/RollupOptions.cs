using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Rollups;

public sealed class RollupOptions
{
    public const string SectionName = "Pipeline:Rollups";

    /// <summary>Keys that a bucket keeps per map (pages, queries, products); the rest is summed up and the answer says so. Default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxKeysPerBucket { get; set; } = 20_000;

    /// <summary>
    /// How long slices are kept. A late event to an older hour has that whole hour folded again from its raw events. Default 30 days.
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan KeepSlices { get; set; } = TimeSpan.FromDays(30);
}

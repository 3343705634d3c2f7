using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.ReportingTime;

public sealed class ReportingOptions
{
    public const string SectionName = "Pipeline";

    /// <summary>IANA id of the zone whose hours, days and months are reported. Default <c>UTC</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Keys that a bucket keeps per map (pages, queries, products); the rest is summed up and the answer says so. Default 20,000.</summary>
    [Range(100, 1_000_000)]
    public int MaxKeysPerBucket { get; set; } = 20_000;
}

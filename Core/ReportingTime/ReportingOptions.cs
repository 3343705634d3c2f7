using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.ReportingTime;

public sealed class ReportingOptions
{
    public const string SectionName = "Pipeline";

    /// <summary>IANA id of the zone whose hours, days and months are reported. Default <c>UTC</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string TimeZone { get; set; } = "UTC";
}

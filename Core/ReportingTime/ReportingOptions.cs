using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Pipeline.Core.ReportingTime;

public sealed class ReportingOptions
{
    public const string SectionName = "Pipeline";

    /// <summary>IANA id of the zone whose hours, days and months are reported. Default <c>UTC</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string TimeZone { get; set; } = "UTC";
}

/// <summary>The reporting time zone must exist on this machine.</summary>
internal sealed class ReportingOptionsValidator : IValidateOptions<ReportingOptions>
{
    public ValidateOptionsResult Validate(string? name, ReportingOptions options) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ReportingOptions.SectionName}:{nameof(ReportingOptions.TimeZone)} '{options.TimeZone}' is not a time zone that " +
                "this machine knows; use an IANA name such as Europe/Berlin.");
}

using System.ComponentModel.DataAnnotations;

namespace Pipeline.Hosting.Secrets;

public sealed class SecretOptions
{
    public const string SectionName = "Pipeline:Secrets";

    /// <summary>How often the secrets of settings that may change at run time are read again. Default 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan Refresh { get; set; } = TimeSpan.FromMinutes(5);
}

using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Archive.S3;

/// <summary>Region, credentials and endpoint come from the SDK's own chain (environment, profile, instance role).</summary>
public sealed class S3Options
{
    public const string SectionName = "Pipeline:S3";

    /// <summary>The bucket of the archive. Required.</summary>
    [Required]
    public string Bucket { get; set; } = "";

    /// <summary>What the keys of the archive begin with in the bucket, such as <c>shop/</c>. Default: nothing.</summary>
    [RegularExpression(@"([A-Za-z0-9_=-][A-Za-z0-9_.=-]*/)*", ErrorMessage = "Pipeline:S3:Prefix must be names with a '/' after each.")]
    public string Prefix { get; set; } = "";

    /// <summary>Puts the bucket's name into the path instead of the host, for emulators that are reached by name. Default false.</summary>
    public bool PathStyle { get; set; }
}

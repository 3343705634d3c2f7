using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Storage;

public sealed class StorageOptions
{
    public const string SectionName = "Pipeline:Storage";

    /// <summary>Where the embedded profile keeps its files. Relative paths start at the working directory. Default <c>data</c>.</summary>
    [Required(AllowEmptyStrings = false)]
    public string DataDirectory { get; set; } = "data";
}

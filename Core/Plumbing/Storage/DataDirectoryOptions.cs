using System.ComponentModel.DataAnnotations;

namespace Pipeline.Core.Plumbing.Storage;

public sealed class DataDirectoryOptions
{
    public const string SectionName = "Pipeline";

    /// <summary>
    /// Where this process keeps its files: the SQLite databases, the directory archive and the dashboard's keys. Relative paths start
    /// at the working directory. Default <c>data</c>.
    /// </summary>
    [Required(AllowEmptyStrings = false)]
    public string DataDirectory { get; set; } = "data";
}

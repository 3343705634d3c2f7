namespace Pipeline.Core.Archive.Directories;

public sealed class DirectoryArchiveOptions
{
    public const string SectionName = "Pipeline:Archive";

    /// <summary>Where the files lie. Default: <c>archive</c> in the data directory.</summary>
    public string? Directory { get; set; }
}

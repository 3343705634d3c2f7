namespace Pipeline.Core.Archive.Directories;

public sealed class DirectoryArchiveOptions
{
    public const string SectionName = "Pipeline:Archive";

    /// <summary>Where the files lie; empty for <c>archive</c> in the data directory. Default empty.</summary>
    public string Directory { get; set; } = "";
}

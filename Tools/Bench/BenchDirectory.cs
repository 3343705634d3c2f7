namespace Pipeline.Tools.Bench;

/// <summary>A place for a section's files, on the disk of the temporary directory, removed afterwards.</summary>
internal sealed class BenchDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("pipeline-bench-");

    public string Child(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}

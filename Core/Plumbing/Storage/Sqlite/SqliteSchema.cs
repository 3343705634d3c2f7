namespace Pipeline.Core.Plumbing.Storage.Sqlite;

/// <summary>The versions of a file's schema that this program can read, and how it gets from one to the next.</summary>
/// <param name="OldestVersion">The version that the first step makes in an empty file; what is older is refused.</param>
/// <param name="Steps">SQL. Each step after the first leads to the next version. Only ever append.</param>
public sealed record SqliteSchema(int OldestVersion, IReadOnlyList<string> Steps)
{
    public int Version => OldestVersion + Steps.Count - 1;

    internal string StepTo(int version) => Steps[version - OldestVersion];
}

using System.Reflection;

namespace Pipeline.EndToEnd.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Api { get; } = Path.Combine(Root, "Api", "bin", Metadata("Configuration"), "net10.0", "Pipeline.Api.dll");

    /// <summary>Event files with worked answers; they are no part of the repository.</summary>
    public static string SharedData { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    public static string Script(string name) => Path.Combine(Root, "scripts", name);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}

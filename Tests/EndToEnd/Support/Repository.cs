using System.Reflection;

namespace Pipeline.EndToEnd.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Api { get; } = Program("Api");

    public static string Workers { get; } = Program("Workers");

    public static string Jobs { get; } = Program("Jobs");

    /// <summary>The test double of MongoDB.</summary>
    public static string MongoServer { get; } = Program("Tests/MongoServer");

    /// <summary>The emulator of SQS and S3, to be started with Node.js.</summary>
    public static string Emulators { get; } = Path.Combine(Root, "Tests", "emulators");

    /// <summary>Event files with worked answers; they are no part of the repository.</summary>
    public static string SharedData { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    public static string Script(string name) => Path.Combine(Root, "scripts", name);

    private static string Program(string project) => Path.Combine(
        Root, project, "bin", Metadata("Configuration"), "net10.0", $"Pipeline.{Path.GetFileName(project)}.dll");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == key).Value!;
}

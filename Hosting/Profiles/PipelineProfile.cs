using Microsoft.Extensions.Configuration;
using Pipeline.Hosting.Startup;

namespace Pipeline.Hosting.Profiles;

/// <summary>
/// Which adapter stands behind each port. <c>Pipeline:Profile</c> (<c>Embedded</c>, the default, or <c>Aws</c>) chooses all of them;
/// <c>Pipeline:Adapters:Queue</c>, <c>Store</c> and <c>Archive</c> choose one each.
/// </summary>
public sealed record PipelineProfile(QueueKind Queue, StoreKind Store, ArchiveKind Archive)
{
    public const string QueueKey = "Pipeline:Adapters:Queue";
    public const string StoreKey = "Pipeline:Adapters:Store";
    public const string ArchiveKey = "Pipeline:Adapters:Archive";

    public static readonly PipelineProfile Embedded = new(QueueKind.Sqlite, StoreKind.Sqlite, ArchiveKind.Directory);
    public static readonly PipelineProfile Aws = new(QueueKind.Sqs, StoreKind.Mongo, ArchiveKind.S3);

    /// <summary>Whether everything has to run in the one process that owns the files: SQLite's can't be shared.</summary>
    public bool IsSingleProcess => Queue == QueueKind.Sqlite || Store == StoreKind.Sqlite;

    /// <exception cref="StartupException">A setting has an unknown value.</exception>
    public static PipelineProfile Read(IConfiguration configuration)
    {
        var problems = new List<string>();
        var basis = configuration["Pipeline:Profile"] switch
        {
            null or "" => Embedded,
            var name when Is(name, nameof(Embedded)) => Embedded,
            var name when Is(name, nameof(Aws)) => Aws,
            var name => Refuse("Pipeline:Profile", name, [nameof(Embedded), nameof(Aws)], Embedded, problems),
        };
        var profile = new PipelineProfile(
            Choose(configuration, QueueKey, basis.Queue, problems),
            Choose(configuration, StoreKey, basis.Store, problems),
            Choose(configuration, ArchiveKey, basis.Archive, problems));
        return problems.Count == 0 ? profile : throw new StartupException(problems);
    }

    /// <summary>For a process that runs beside others.</summary>
    /// <exception cref="StartupException">This profile keeps everything in one process.</exception>
    public PipelineProfile RequireManyProcesses(string process) => !IsSingleProcess
        ? this
        : throw new StartupException(
        [
            $"{process} runs as a separate process, but {QueueKey}={Queue} and {StoreKey}={Store} keep data in files that only one process may "
            + "use. Set Pipeline:Profile=Aws, or run Api alone: it hosts everything then.",
        ]);

    private static TKind Choose<TKind>(IConfiguration configuration, string key, TKind basis, List<string> problems)
        where TKind : struct, Enum
    {
        var value = configuration[key];
        return string.IsNullOrEmpty(value) ? basis
            : Enum.GetNames<TKind>().Any(name => Is(value, name)) ? Enum.Parse<TKind>(value, ignoreCase: true)
            : Refuse(key, value, Enum.GetNames<TKind>(), basis, problems);
    }

    private static T Refuse<T>(string key, string value, string[] allowed, T basis, List<string> problems)
    {
        problems.Add($"{key} is '{value}', but must be one of {string.Join(", ", allowed)}.");
        return basis;
    }

    private static bool Is(string value, string name) => string.Equals(value, name, StringComparison.OrdinalIgnoreCase);
}

public enum QueueKind
{
    Sqlite,
    Sqs,
}

public enum StoreKind
{
    Sqlite,
    Mongo,
}

public enum ArchiveKind
{
    Directory,
    S3,
}

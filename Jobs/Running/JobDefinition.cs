using System.Text.Json;
using Hangfire;

namespace Pipeline.Jobs.Running;

/// <summary>What is known about a job: one row of <see cref="JobTable"/>.</summary>
public abstract class JobDefinition
{
    private protected JobDefinition(string name, string queue)
    {
        Name = name;
        Queue = queue;
    }

    /// <summary>As the dashboard and the run history show it. Stored with every run, so it must not change.</summary>
    public string Name { get; }

    /// <summary>One of <see cref="JobQueues"/>.</summary>
    internal string Queue { get; }

    /// <summary>When it starts by itself, as a cron expression; never by default.</summary>
    internal string Schedule { get; init; } = Cron.Never();

    /// <summary>
    /// How long after each failure it is tried again; after as many retries it has failed. Default: 15 s, 1 min, 5 min, 15 min and 1 h.
    /// </summary>
    internal IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
    ];

    /// <summary>
    /// For jobs that run every few seconds: only runs that did something or failed are kept in the history, the dashboard drops
    /// them soon (failures too), and the next run is the retry.
    /// </summary>
    internal bool IsFrequent { get; init; }

    /// <summary>Whether runs exclude each other whatever their arguments are, because these may overlap.</summary>
    internal bool IsExclusive { get; init; }

    /// <summary>The canonical form of the arguments, so that they can be compared as text.</summary>
    /// <exception cref="JsonException">They are not this job's arguments.</exception>
    internal abstract string Normalize(string arguments);

    internal abstract Task<string?> RunAsync(
        IServiceProvider services, string arguments, JobProgress progress, CancellationToken cancellationToken);
}

/// <inheritdoc/>
public sealed class JobDefinition<TArguments> : JobDefinition
    where TArguments : class
{
    private readonly Func<IServiceProvider, IJob<TArguments>> _create;

    internal JobDefinition(string name, string queue, Func<IServiceProvider, IJob<TArguments>> create)
        : base(name, queue) => _create = create;

    internal static string Write(TArguments arguments) => JsonSerializer.Serialize(arguments, JsonSerializerOptions.Web);

    internal override string Normalize(string arguments) => Write(Read(arguments));

    internal override Task<string?> RunAsync(
        IServiceProvider services, string arguments, JobProgress progress, CancellationToken cancellationToken) =>
        _create(services).RunAsync(Read(arguments), progress, cancellationToken);

    private static TArguments Read(string arguments) =>
        JsonSerializer.Deserialize<TArguments>(arguments, JsonSerializerOptions.Web)
            ?? throw new JsonException("The arguments are null.");
}

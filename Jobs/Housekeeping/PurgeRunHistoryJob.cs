using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs.Housekeeping;

/// <summary>Removes the history of runs that ended long ago.</summary>
internal sealed class PurgeRunHistoryJob(IRunHistory history, IOptions<RunHistoryOptions> options, TimeProvider time) : IJob<NoArguments>
{
    public async Task<string?> RunAsync(NoArguments arguments, JobProgress progress, CancellationToken cancellationToken) =>
        $"{await history.PurgeAsync(time.GetUtcNow() - options.Value.KeepFor, cancellationToken)} runs removed";
}

public sealed class RunHistoryOptions
{
    public const string SectionName = "Pipeline:Runs";

    /// <summary>How long the history of finished runs is kept. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(30);
}

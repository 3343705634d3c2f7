namespace Pipeline.Core.Runs;

/// <summary>Which recurring jobs operators have paused. They stay paused over restarts, until somebody resumes them.</summary>
public interface IPausedJobs
{
    /// <summary>All of them, by name.</summary>
    Task<IReadOnlyList<PausedJob>> GetAsync(CancellationToken cancellationToken);

    /// <summary>Notes a pause; of a job that is paused already, the first note stays.</summary>
    Task PauseAsync(PausedJob pause, CancellationToken cancellationToken);

    /// <summary>Ends a job's pause, if there is one.</summary>
    Task ResumeAsync(string job, CancellationToken cancellationToken);
}

/// <param name="Job">The job's name.</param>
/// <param name="PausedBy">The name of the person who paused it; null when unknown.</param>
/// <param name="PausedAt">Since when, to the millisecond.</param>
public sealed record PausedJob(string Job, string? PausedBy, DateTimeOffset PausedAt);

namespace Pipeline.Core.Runs;

/// <summary>One execution of a job, with all its attempts.</summary>
/// <param name="Id">Unique over restarts.</param>
/// <param name="Job">The job's name as the dashboard shows it, for example <c>refresh-rollups</c>.</param>
/// <param name="Arguments">The arguments as a JSON object.</param>
/// <param name="StartedBy">Who asked for it.</param>
/// <param name="Attempt">1 for the first try; 0 while it waits for that.</param>
/// <param name="State">Where it stands.</param>
/// <param name="QueuedAt">When it was asked for.</param>
/// <param name="StartedAt">When the latest attempt began; null before the first.</param>
/// <param name="EndedAt">When it ended; null while it waits or runs.</param>
/// <param name="Progress">How far the latest attempt has got; null when it does not report progress.</param>
/// <param name="Result">What it did, in a line; null when it said nothing.</param>
/// <param name="Error">Type and message of the latest failure; null when there was none.</param>
/// <param name="StartedByName">The name of the person who asked for it; null when it was nobody, or nobody known.</param>
/// <param name="HangfireId">The Hangfire job that executes it; it may be gone, the run is not.</param>
/// <param name="RetriedBy">The run that does its work again, when somebody asked for that.</param>
public sealed record JobRun(
    string Id,
    string Job,
    string Arguments,
    StartedBy StartedBy,
    int Attempt,
    RunState State,
    DateTimeOffset QueuedAt,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    RunProgress? Progress = null,
    string? Result = null,
    string? Error = null,
    string? StartedByName = null,
    string? HangfireId = null,
    string? RetriedBy = null);

public enum RunState
{
    /// <summary>Waits for a worker, or for its next attempt.</summary>
    Queued,

    Running,
    Succeeded,
    Failed,

    /// <summary>It ended with its process, or Hangfire has lost its job. Somebody or the schedule may start the work again.</summary>
    Interrupted,

    /// <summary>Somebody has deleted it.</summary>
    Canceled,

    /// <summary>The same job was at work on the same arguments.</summary>
    Skipped,
}

public enum StartedBy
{
    Schedule,

    /// <summary>Someone using the dashboard.</summary>
    Operator,

    /// <summary>The start of a process, after the end of another that left it unfinished.</summary>
    Restart,

    Api,
}

/// <param name="Done">Units of work done, whatever the job counts.</param>
/// <param name="Total">Units there are; null when that is not known.</param>
/// <param name="PerSecond">Units done per second, over the whole attempt.</param>
/// <param name="SecondsLeft">How long the rest will take at this rate; null when unknown.</param>
public sealed record RunProgress(long Done, long? Total, double PerSecond, double? SecondsLeft);

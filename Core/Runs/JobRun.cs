namespace Pipeline.Core.Runs;

/// <param name="Id">Hangfire's job id and the attempt, unique over restarts.</param>
/// <param name="Job">The job's name as the dashboard shows it, for example <c>refresh-rollups</c>.</param>
/// <param name="Arguments">The arguments as JSON.</param>
/// <param name="Attempt">1 for the first try.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Result">What it did, in a line; null when it said nothing.</param>
/// <param name="Error">Type and message of the failure; null when there was none.</param>
public sealed record JobRun(
    string Id,
    string Job,
    string Arguments,
    int Attempt,
    RunState State,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    string? Result,
    string? Error);

namespace Pipeline.Core.Runs;

/// <summary>Which runs are asked for; a condition that is null holds for all.</summary>
/// <param name="Job">The job's name.</param>
/// <param name="State">Where they stand.</param>
/// <param name="From">They were queued at this time or later.</param>
/// <param name="To">They were queued before this time.</param>
/// <param name="Text">
/// What the job's name, the arguments or the name of who asked for the run contain: literally, but for the case of ASCII letters.
/// </param>
public sealed record RunFilter(
    string? Job = null,
    RunState? State = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    string? Text = null);

namespace Pipeline.Jobs.Running;

/// <summary>The work of a job. Every job is safe to repeat: a run that dies half-way starts again from its beginning.</summary>
internal interface IJob<in TArguments>
{
    /// <summary>Does the work and returns one line about what it did; null when there was nothing to do.</summary>
    Task<string?> RunAsync(TArguments arguments, JobProgress progress, CancellationToken cancellationToken);
}

/// <summary>The arguments of jobs that take none.</summary>
public sealed record NoArguments;

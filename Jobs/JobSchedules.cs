using Hangfire;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs;

/// <summary>
/// Tells Hangfire when jobs start by themselves. A paused job has a schedule that never comes; people can start it all the same.
/// </summary>
public sealed class JobSchedules(JobList jobs, IPausedJobs paused, IRecurringJobManagerV2 manager, ICaller caller, TimeProvider time)
{
    // Every job accepts this as "no arguments given".
    private const string NoArguments = "{}";

    /// <summary>Every job, in the order of the table.</summary>
    /// <exception cref="TransientStorageException">The store is unreachable.</exception>
    public async Task<IReadOnlyList<ScheduledJob>> GetAsync(CancellationToken cancellationToken)
    {
        var pauses = (await paused.GetAsync(cancellationToken)).ToDictionary(pause => pause.Job, StringComparer.Ordinal);
        return [.. jobs.All.Select(job => new ScheduledJob(
            job.Name, job.Schedule == Cron.Never() ? null : job.Schedule, pauses.GetValueOrDefault(job.Name), job.RetryDelays))];
    }

    /// <summary>Stops a job from starting by itself until it is resumed. False when there is no such job, or it never does.</summary>
    /// <exception cref="TransientStorageException">The store is unreachable.</exception>
    public async Task<bool> PauseAsync(string job, CancellationToken cancellationToken)
    {
        if (jobs.Find(job) is not { } definition || definition.Schedule == Cron.Never())
        {
            return false;
        }

        // First the note: a process that starts in between must find it.
        await paused.PauseAsync(new PausedJob(definition.Name, caller.Name, time.GetUtcNow()), cancellationToken);
        Apply(definition, isPaused: true);
        return true;
    }

    /// <summary>Lets a job start by itself again. False when there is no such job.</summary>
    /// <exception cref="TransientStorageException">The store is unreachable.</exception>
    public async Task<bool> ResumeAsync(string job, CancellationToken cancellationToken)
    {
        if (jobs.Find(job) is not { } definition)
        {
            return false;
        }

        await paused.ResumeAsync(definition.Name, cancellationToken);
        Apply(definition, isPaused: false);
        return true;
    }

    internal async Task ApplyAllAsync(CancellationToken cancellationToken)
    {
        var pauses = (await paused.GetAsync(cancellationToken)).Select(pause => pause.Job).ToHashSet(StringComparer.Ordinal);
        foreach (var job in jobs.All)
        {
            Apply(job, pauses.Contains(job.Name));
        }
    }

    private void Apply(JobDefinition job, bool isPaused) => manager.AddOrUpdate(
        job.Name, new JobCall(job.Name, NoArguments).ToHangfire(), isPaused ? Cron.Never() : job.Schedule, new RecurringJobOptions());
}

/// <param name="Name">The job's name.</param>
/// <param name="Schedule">When it starts by itself, as a cron expression; null when it never does.</param>
/// <param name="Pause">Since when and by whom it is paused; null when it is not.</param>
/// <param name="RetryDelays">How long after each failure it is tried again; after that many retries it has failed.</param>
public sealed record ScheduledJob(string Name, string? Schedule, PausedJob? Pause, IReadOnlyList<TimeSpan> RetryDelays);

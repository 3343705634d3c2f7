using Hangfire;
using Hangfire.Server;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>What Hangfire calls for every job. Hangfire's storage contains its name and that of its method: do not rename them.</summary>
internal sealed class JobRunner(
    JobList jobs, IRunHistory history, IAlarms alarms, IServiceProvider services, TimeProvider time)
{
    /// <summary>Runs a job and keeps its history.</summary>
    /// <param name="job">The job's name.</param>
    /// <param name="arguments">Its arguments, as JSON.</param>
    /// <param name="run">See <see cref="JobCall"/>.</param>
    /// <param name="startedBy">See <see cref="JobCall"/>.</param>
    /// <param name="context">Given by Hangfire.</param>
    /// <param name="cancellationToken">Given by Hangfire: cancelled when the process stops or the run is deleted.</param>
    /// <returns>What the run did, for the dashboard.</returns>
    [JobDisplayName("{0} {1}")]
    public async Task<string?> RunAsync(
        string job, string arguments, string? run, string? startedBy, PerformContext context, CancellationToken cancellationToken)
    {
        if (!jobs.TryRead(context.BackgroundJob.Job, out var call, out var definition))
        {
            throw new InvalidOperationException($"There is no job '{job}' in this version.");
        }

        var current = await BeginAsync(definition, call, context);
        if (!OneAtATime.IsFirst(context))
        {
            return await EndAsync(definition, current with { State = RunState.Skipped, Result = "The same job is at work already." });
        }

        await SaveRunningAsync(definition, current, CancellationToken.None);
        var progress = new JobProgress(time, (report, token) =>
        {
            ShownProgress.Note((name, value) => context.SetJobParameter(name, value), report);
            return SaveRunningAsync(definition, current with { Progress = report }, token);
        });
        try
        {
            if (!OneAtATime.IsAlone(context, definition))
            {
                throw new BusyException($"Another run is working on the {definition.WorksAloneOn}.");
            }

            var result = await definition.RunAsync(services, arguments, progress, cancellationToken);
            await alarms.ClearAsync(AlarmKind.JobFailed, FailureAlarms.SubjectOf(definition, arguments), CancellationToken.None);
            return await EndAsync(
                definition, current with { State = RunState.Succeeded, Progress = progress.Latest, Result = result, Error = null });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await EndAsync(definition, current with { State = StateAfterCancellation(definition, context), Progress = progress.Latest });
            throw;
        }
        catch (Exception failure)
        {
            await EndAsync(definition, current with
            {
                State = IsRetried(definition, context) ? RunState.Queued : RunState.Failed,
                Progress = progress.Latest,
                Error = $"{failure.GetType().Name}: {failure.Message}",
            });
            throw;
        }
    }

    private async Task<JobRun> BeginAsync(JobDefinition definition, JobCall call, PerformContext context)
    {
        var id = call.RunIdOr(context.BackgroundJob.Id);
        // A frequent job's runs are not looked up: they have only one attempt.
        var before = definition.IsFrequent ? null : await history.FindAsync(id, CancellationToken.None);
        return new JobRun(
            id,
            definition.Name,
            definition.Normalize(call.Arguments),
            call.StarterOf(name => context.GetJobParameter<string?>(name)),
            // The history misses an attempt that began while the store was unreachable, Hangfire misses one before a restart.
            Math.Max(before?.Attempt ?? 0, RetriesSoFar(context)) + 1,
            RunState.Running,
            before?.QueuedAt ?? new DateTimeOffset(context.BackgroundJob.CreatedAt.ToUniversalTime()),
            StartedAt: time.GetUtcNow(),
            Error: before?.Error,
            StartedByName: before?.StartedByName ?? JobCall.StarterNameOf(name => context.GetJobParameter<string?>(name)),
            HangfireId: context.BackgroundJob.Id);
    }

    // A frequent job's run is stored only once it has ended: nobody would resume it.
    private Task SaveRunningAsync(JobDefinition definition, JobRun run, CancellationToken cancellationToken) =>
        definition.IsFrequent ? Task.CompletedTask : history.SaveAsync(run, cancellationToken);

    // Written even when the run was cancelled.
    private async Task<string?> EndAsync(JobDefinition definition, JobRun run)
    {
        var isIdle = run.State is RunState.Skipped || (run.State is RunState.Succeeded && run.Result is null);
        if (!definition.IsFrequent || !isIdle)
        {
            var ended = run.State is RunState.Queued ? (DateTimeOffset?)null : time.GetUtcNow();
            await history.SaveAsync(run with { EndedAt = ended }, CancellationToken.None);
        }

        return run.Result;
    }

    /// <summary>When a process stops, Hangfire queues its runs again; the embedded profile resumes them at its next start.</summary>
    private static RunState StateAfterCancellation(JobDefinition definition, PerformContext context)
    {
        try
        {
            // The same token is cancelled for both; only this distinguishes them.
            context.CancellationToken.ThrowIfCancellationRequested();
        }
        catch (JobAbortedException)
        {
            return RunState.Canceled;
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }

        return definition.IsFrequent ? RunState.Interrupted : RunState.Queued;
    }

    private static bool IsRetried(JobDefinition definition, PerformContext context) =>
        RetriesSoFar(context) < definition.RetryDelays.Count;

    private static int RetriesSoFar(PerformContext context) => context.GetJobParameter<int>("RetryCount");
}

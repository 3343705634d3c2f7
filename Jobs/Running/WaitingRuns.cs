using Hangfire.States;
using Hangfire.Storage;
using Microsoft.Extensions.Logging;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Keeps the history of runs that have not started: somebody asked for them, so they must outlive the process; somebody deleted
/// them, so they must not come back.
/// </summary>
/// <remarks>Hangfire's filters are synchronous. Both happen when a person presses a button, not in the flow of events.</remarks>
internal sealed partial class WaitingRuns(JobList jobs, IRunHistory history, TimeProvider time, ILogger<WaitingRuns> logger)
    : IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (!jobs.TryRead(context.BackgroundJob.Job, out var call, out var definition) || definition.IsFrequent)
        {
            return;
        }

        var id = call.RunIdOr(context.BackgroundJob.Id);
        if (context is { NewState: EnqueuedState, OldStateName: null })
        {
            var starter = call.StarterOf(name => context.GetJobParameter<string?>(name));
            // The schedule will start its own runs again.
            if (starter != StartedBy.Schedule)
            {
                Add(new JobRun(
                    id,
                    definition.Name,
                    definition.Normalize(call.Arguments),
                    starter,
                    0,
                    RunState.Queued,
                    time.GetUtcNow(),
                    StartedByName: JobCall.StarterNameOf(name => context.GetJobParameter<string?>(name)),
                    HangfireId: context.BackgroundJob.Id));
            }
        }
        else if (context.NewState is DeletedState && context.OldStateName != ProcessingState.StateName)
        {
            CancelAsync(id).GetAwaiter().GetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // Nothing needs to be noted when a state is left.
    }

    /// <summary>
    /// API callers look the run up by its id, so it must be in the history. A dashboard button works even while the store is
    /// unreachable: the run waits in Hangfire's storage and adds itself when it starts.
    /// </summary>
    private void Add(JobRun run)
    {
        try
        {
            history.AddAsync(run, CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (TransientStorageException failure) when (run.StartedBy != StartedBy.Api)
        {
            Log.NotAdded(logger, failure, run.Id, run.Job);
        }
    }

    private async Task CancelAsync(string id)
    {
        if (await history.FindAsync(id, CancellationToken.None) is { EndedAt: null } waiting)
        {
            await history.SaveAsync(waiting with { State = RunState.Canceled, EndedAt = time.GetUtcNow() }, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2003, LogLevel.Warning, "The store is not usable: run {Run} of {Job} will be in the history only once it has started")]
        public static partial void NotAdded(ILogger logger, Exception failure, string run, string job);
    }
}

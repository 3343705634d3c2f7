using Hangfire.States;
using Hangfire.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Keeps the history of runs that have not started: somebody asked for them, so they must outlive the process; somebody deleted
/// them, so they must not come back.
/// </summary>
/// <remarks>Hangfire's filters are synchronous. Both happen when a person presses a button, not in the flow of events.</remarks>
internal sealed class WaitingRuns(JobList jobs, IRunHistory history, TimeProvider time) : IApplyStateFilter
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
            // What the schedule started, it will start again.
            if (starter != StartedBy.Schedule)
            {
                history.AddAsync(
                    new JobRun(id, definition.Name, definition.Normalize(call.Arguments), starter, 0, RunState.Queued, time.GetUtcNow()),
                    CancellationToken.None).GetAwaiter().GetResult();
            }
        }
        else if (context.NewState is DeletedState && context.OldStateName != ProcessingState.StateName)
        {
            CancelAsync(id).GetAwaiter().GetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // A state that is left needs no note.
    }

    private async Task CancelAsync(string id)
    {
        if (await history.FindAsync(id, CancellationToken.None) is { EndedAt: null } waiting)
        {
            await history.SaveAsync(waiting with { State = RunState.Canceled, EndedAt = time.GetUtcNow() }, CancellationToken.None);
        }
    }
}

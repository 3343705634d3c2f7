using Hangfire;
using Hangfire.States;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>Starts jobs that somebody asks for.</summary>
public sealed class JobStarter(IBackgroundJobClient client)
{
    /// <summary>Queues a run and returns its id. The run is in the history when this returns.</summary>
    /// <exception cref="TransientStorageException">The history cannot be written; nothing is queued.</exception>
    public string Start<TArguments>(JobDefinition<TArguments> job, TArguments arguments, StartedBy startedBy = StartedBy.Api)
        where TArguments : class =>
        Create(new JobCall(job.Name, JobDefinition<TArguments>.Write(arguments), StartedBy: startedBy));

    /// <summary>Queues a new run that does the work of an earlier one, and returns its id.</summary>
    /// <exception cref="TransientStorageException">As <see cref="Start"/>.</exception>
    internal string StartAgain(JobRun run, StartedBy startedBy) => Create(new JobCall(run.Job, run.Arguments, StartedBy: startedBy));

    /// <summary>Queues the rest of a run that a process has left unfinished, and returns the id of its Hangfire job.</summary>
    internal string GoOn(JobRun run) => Create(new JobCall(run.Job, run.Arguments, run.Id, StartedBy.Restart));

    // The filters put it into its queue.
    private string Create(JobCall call)
    {
        try
        {
            return client.Create(call.ToHangfire(), new EnqueuedState());
        }
        catch (BackgroundJobClientException failure) when (failure.InnerException is TransientStorageException away)
        {
            throw new TransientStorageException(away.Message, failure);
        }
    }
}

using Hangfire.Server;
using Hangfire.Storage;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Finds out whether another run of the same job with the same arguments (or any, of an exclusive job) is at work in any process. Unlike Hangfire's
/// DisableConcurrentExecution it blocks no worker and fails no run. Best effort: versions in the store guard what must not happen twice.
/// </summary>
internal sealed class OneAtATime(JobList jobs) : IServerFilter
{
    private const string LockItem = nameof(OneAtATime);

    /// <summary>False when the same work is being done by another run.</summary>
    public static bool IsFirst(PerformContext context) => context.Items.ContainsKey(LockItem);

    // Here and not in the job: some storages identify a lock's owner by its thread, and filters all run on the same one.
    public void OnPerforming(PerformingContext context)
    {
        if (!jobs.TryRead(context.BackgroundJob.Job, out var call, out var definition))
        {
            return;
        }

        try
        {
            context.Items[LockItem] = context.Connection.AcquireDistributedLock(
                definition.IsExclusive ? $"run:{definition.Name}" : $"run:{definition.Name}:{definition.Normalize(call.Arguments)}", TimeSpan.Zero);
        }
        catch (DistributedLockTimeoutException)
        {
            // The job sees that it has no lock.
        }
    }

    public void OnPerformed(PerformedContext context)
    {
        if (context.Items.TryGetValue(LockItem, out var held))
        {
            ((IDisposable)held).Dispose();
        }
    }
}

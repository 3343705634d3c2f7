using Hangfire.Server;
using Hangfire.Storage;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Finds out whether another run of the same job with the same arguments is at work in any process, or of a job that works on the same
/// (<see cref="JobDefinition.WorksAloneOn"/>). Unlike Hangfire's
/// DisableConcurrentExecution it blocks no worker and fails no run. Best effort: versions in the store guard what must not happen twice.
/// </summary>
internal sealed class OneAtATime(JobList jobs) : IServerFilter
{
    private const string LockItem = nameof(OneAtATime);
    private const string SharedLockItem = $"{nameof(OneAtATime)}.Shared";

    /// <summary>False when the same work is being done by another run.</summary>
    public static bool IsFirst(PerformContext context) => context.Items.ContainsKey(LockItem);

    /// <summary>False when another job is working on what this one has to have for itself.</summary>
    public static bool IsAlone(PerformContext context, JobDefinition definition) =>
        definition.WorksAloneOn is null || context.Items.ContainsKey(SharedLockItem);

    // Here and not in the job: some storages identify a lock's owner by its thread, and filters all run on the same one.
    public void OnPerforming(PerformingContext context)
    {
        if (!jobs.TryRead(context.BackgroundJob.Job, out var call, out var definition))
        {
            return;
        }

        TryLock(context, LockItem, $"run:{definition.Name}:{definition.Normalize(call.Arguments)}");
        if (IsFirst(context) && definition.WorksAloneOn is { } shared)
        {
            TryLock(context, SharedLockItem, $"work:{shared}");
        }
    }

    public void OnPerformed(PerformedContext context)
    {
        foreach (var item in new[] { SharedLockItem, LockItem })
        {
            if (context.Items.TryGetValue(item, out var held))
            {
                ((IDisposable)held).Dispose();
            }
        }
    }

    private static void TryLock(PerformingContext context, string item, string resource)
    {
        try
        {
            context.Items[item] = context.Connection.AcquireDistributedLock(resource, TimeSpan.Zero);
        }
        catch (DistributedLockTimeoutException)
        {
            // The job sees that it has no lock.
        }
    }
}

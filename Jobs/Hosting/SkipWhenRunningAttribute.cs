using Hangfire.Common;
using Hangfire.Server;
using Hangfire.Storage;

namespace Pipeline.Jobs.Hosting;

/// <summary>
/// Ends a job at once, shown as deleted, while another run of the same method is at work in any process. Unlike Hangfire's
/// DisableConcurrentExecution it holds no worker thread and fails nobody. Best effort: what must not happen twice is fenced in
/// the store.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SkipWhenRunningAttribute : JobFilterAttribute, IServerFilter
{
    private const string LockItem = nameof(SkipWhenRunningAttribute);

    public void OnPerforming(PerformingContext context)
    {
        var job = context.BackgroundJob.Job;
        try
        {
            context.Items[LockItem] = context.Connection.AcquireDistributedLock(
                $"{job.Type.Name}.{job.Method.Name}:running", TimeSpan.Zero);
        }
        catch (DistributedLockTimeoutException)
        {
            context.Canceled = true;
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

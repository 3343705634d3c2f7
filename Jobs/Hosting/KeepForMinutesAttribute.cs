using Hangfire.Common;
using Hangfire.States;
using Hangfire.Storage;

namespace Pipeline.Jobs.Hosting;

/// <summary>How long finished runs stay in the dashboard. For jobs that run every few seconds, whose runs would bury all others.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KeepForMinutesAttribute(int minutes) : JobFilterAttribute, IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) =>
        context.JobExpirationTimeout = TimeSpan.FromMinutes(minutes);

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction) =>
        context.JobExpirationTimeout = TimeSpan.FromMinutes(minutes);
}

using Hangfire;
using Hangfire.Common;

namespace Pipeline.Jobs.Running;

/// <summary>Hangfire's own filters and ours, without Hangfire's retries: every job has its own retry rule.</summary>
internal sealed class JobFilterProvider(TableRules rules, WaitingRuns waiting, OneAtATime oneAtATime, FailureAlarms alarms)
    : IJobFilterProvider
{
    public IEnumerable<JobFilter> GetFilters(Job job) =>
    [
        .. JobFilterProviders.Providers.GetFilters(job).Where(filter => filter.Instance is not AutomaticRetryAttribute),
        .. new object[] { rules, waiting, oneAtATime, alarms }.Select(filter => new JobFilter(filter, JobFilterScope.Global, order: null)),
    ];
}

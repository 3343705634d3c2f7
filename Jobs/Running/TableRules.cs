using System.Collections.Concurrent;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>Applies what <see cref="JobTable"/> says about a job whenever Hangfire changes its state: queue, retries, time in the dashboard.</summary>
internal sealed class TableRules(JobList jobs, ICaller caller) : IElectStateFilter, IApplyStateFilter
{
    // The reason that Hangfire gives when somebody presses "Trigger now".
    private const string TriggeredByHand = "Triggered using recurring job manager";

    private static readonly TimeSpan KeepFrequent = TimeSpan.FromMinutes(15);

    // Created when first used: the attribute takes the logger that Hangfire has at that time.
    private readonly ConcurrentDictionary<string, AutomaticRetryAttribute> _retries = new(StringComparer.Ordinal);

    public void OnStateElection(ElectStateContext context)
    {
        if (!jobs.TryRead(context.BackgroundJob.Job, out _, out var definition))
        {
            return;
        }

        RetryOf(definition).OnStateElection(context);
        if (context.CandidateState is EnqueuedState enqueued)
        {
            enqueued.Queue = definition.Queue;
            if (enqueued.Reason == TriggeredByHand)
            {
                JobCall.NoteStarter((name, value) => context.SetJobParameter(name, value), StartedBy.Operator);
            }

            if (context.CurrentState is null && caller.Name is { } person)
            {
                JobCall.NoteStarterName((name, value) => context.SetJobParameter(name, value), person);
            }
        }
    }

    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (jobs.TryRead(context.BackgroundJob.Job, out _, out var definition))
        {
            RetryOf(definition).OnStateApplied(context, transaction);
            KeepShortly(definition, context);
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (jobs.TryRead(context.BackgroundJob.Job, out _, out var definition))
        {
            RetryOf(definition).OnStateUnapplied(context, transaction);
            KeepShortly(definition, context);
        }
    }

    private AutomaticRetryAttribute RetryOf(JobDefinition definition) => _retries.GetOrAdd(definition.Name, _ =>
    {
        var retry = new AutomaticRetryAttribute
        {
            Attempts = definition.RetryDelays.Count,
            OnAttemptsExceeded = definition.IsFrequent ? AttemptsExceededAction.Delete : AttemptsExceededAction.Fail,
        };
        if (retry.Attempts > 0)
        {
            retry.DelaysInSeconds = [.. definition.RetryDelays.Select(delay => (int)delay.TotalSeconds)];
        }

        return retry;
    });

    private static void KeepShortly(JobDefinition definition, ApplyStateContext context)
    {
        if (definition.IsFrequent)
        {
            context.JobExpirationTimeout = KeepFrequent;
        }
    }
}

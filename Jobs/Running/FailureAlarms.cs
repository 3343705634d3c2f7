using Hangfire.States;
using Hangfire.Storage;
using Pipeline.Core.Alarms;

namespace Pipeline.Jobs.Running;

/// <summary>
/// Raises an alarm when a run has failed for good. Hangfire elects a failed state after every attempt, but applies it only after the last
/// one. The failures of a frequent job are applied as deletions with an exception.
/// </summary>
internal sealed class FailureAlarms(JobList jobs, IAlarms alarms, TimeProvider time) : IApplyStateFilter
{
    public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        if (jobs.TryRead(context.BackgroundJob.Job, out var call, out var definition)
            && TypeOfFailure(context.NewState) is { } type)
        {
            // Hangfire's filters are synchronous.
            alarms.RaiseAsync(
                Of(definition, call.Arguments, $"Run {call.RunIdOr(context.BackgroundJob.Id)} failed with {type}.", time.GetUtcNow()),
                CancellationToken.None).GetAwaiter().GetResult();
        }
    }

    public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction)
    {
        // An alarm is over when the work succeeds, not when somebody tries it again.
    }

    public static Alarm Of(JobDefinition definition, string arguments, string text, DateTimeOffset now) =>
        new(AlarmKind.JobFailed, SubjectOf(definition, arguments), text, now);

    /// <summary>The same for every run of the same work.</summary>
    public static string SubjectOf(JobDefinition definition, string arguments) => $"{definition.Name} {definition.Normalize(arguments)}";

    private static string? TypeOfFailure(IState state) => state switch
    {
        FailedState failed => failed.Exception.GetType().Name,
        // The type's full name, and after a comma that of its assembly.
        DeletedState { ExceptionInfo: { } exception } => exception.Type.Split(',')[0].Split('.')[^1],
        _ => null,
    };
}

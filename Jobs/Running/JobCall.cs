using Hangfire.Common;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Running;

/// <summary>
/// What Hangfire keeps of a run: the call of <see cref="JobRunner.RunAsync"/> with texts as its arguments, which survive every
/// renaming in our code.
/// </summary>
/// <param name="Job">Its name in <see cref="JobTable"/>.</param>
/// <param name="Arguments">JSON.</param>
/// <param name="Run">The run that this call continues; null when it begins one, whose id is then that of the Hangfire job.</param>
/// <param name="StartedBy">Who asked for it; null for a recurring job, which only learns it when it starts.</param>
internal sealed record JobCall(string Job, string Arguments, string? Run = null, StartedBy? StartedBy = null)
{
    // Not among the arguments, because a recurring job has the same ones every time.
    private const string StartedByParameter = "StartedBy";
    private const string StartedByNameParameter = "StartedByName";

    public string RunIdOr(string hangfireId) => Run ?? hangfireId;

    public Job ToHangfire() => Hangfire.Common.Job.FromExpression<JobRunner>(
        runner => runner.RunAsync(Job, Arguments, Run, Write(StartedBy), null!, CancellationToken.None));

    /// <summary>Null when it is not one of our calls.</summary>
    public static JobCall? Read(Job? job) =>
        job?.Type == typeof(JobRunner) && job.Args is [string name, string arguments, var run, var startedBy, ..]
            ? new JobCall(name, arguments, run as string, ReadStarter(startedBy as string))
            : null;

    /// <summary>Who asked for the run, even if it is of a recurring job.</summary>
    public StartedBy StarterOf(Func<string, string?> getJobParameter) =>
        StartedBy ?? ReadStarter(getJobParameter(StartedByParameter)) ?? Core.Runs.StartedBy.Schedule;

    /// <summary>Stores with the Hangfire job who asked for it.</summary>
    public static void NoteStarter(Action<string, string> setJobParameter, StartedBy startedBy) =>
        setJobParameter(StartedByParameter, startedBy.ToString());

    /// <summary>As <see cref="NoteStarter"/>, the person's name.</summary>
    public static void NoteStarterName(Action<string, string> setJobParameter, string name) =>
        setJobParameter(StartedByNameParameter, name);

    /// <summary>Null when it was nobody, or nobody known.</summary>
    public static string? StarterNameOf(Func<string, string?> getJobParameter) => getJobParameter(StartedByNameParameter);

    private static string? Write(StartedBy? startedBy) => startedBy?.ToString();

    private static StartedBy? ReadStarter(string? text) => Enum.TryParse<StartedBy>(text, out var starter) ? starter : null;
}

using System.Globalization;
using Hangfire.Server;
using Pipeline.Core.Runs;

namespace Pipeline.Jobs.Runs;

/// <summary>Writes runs of jobs to the run ledger, which outlives Hangfire's own records.</summary>
internal sealed class RunRecorder(IRunLedger runs, TimeProvider time)
{
    /// <summary>Records the run when it starts, and how it ended.</summary>
    /// <param name="job">The recurring job's id.</param>
    /// <param name="context">Hangfire's context of the run.</param>
    /// <param name="work">Does the work and says in a line what it did.</param>
    public async Task RecordAsync(string job, PerformContext context, Func<Task<string?>> work)
    {
        var run = Begin(job, context);
        await runs.SaveAsync(run, CancellationToken.None);
        await FinishAsync(run, work);
    }

    /// <summary>As <see cref="RecordAsync"/> for jobs that run every few seconds: a run that found nothing to do (null) leaves no trace.</summary>
    public Task RecordIfWorkedAsync(string job, PerformContext context, Func<Task<string?>> work) =>
        FinishAsync(Begin(job, context), work, keepIdle: false);

    private async Task FinishAsync(JobRun run, Func<Task<string?>> work, bool keepIdle = true)
    {
        try
        {
            var result = await work();
            if (keepIdle || result is not null)
            {
                await SaveEndAsync(run with { State = RunState.Succeeded, Result = result });
            }
        }
        catch (OperationCanceledException)
        {
            await SaveEndAsync(run with { State = RunState.Interrupted });
            throw;
        }
        catch (Exception failure)
        {
            await SaveEndAsync(run with { State = RunState.Failed, Error = $"{failure.GetType().Name}: {failure.Message}" });
            throw;
        }
    }

    private JobRun Begin(string job, PerformContext context)
    {
        var retries = context.GetJobParameter<int?>("RetryCount") ?? 0;
        return new JobRun(
            string.Create(CultureInfo.InvariantCulture, $"{context.BackgroundJob.Id}-{retries + 1}"),
            job,
            Arguments: "[]",
            retries + 1,
            RunState.Running,
            time.GetUtcNow(),
            EndedAt: null,
            Result: null,
            Error: null);
    }

    // A run's end is written even when the run was cancelled.
    private Task SaveEndAsync(JobRun run) => runs.SaveAsync(run with { EndedAt = time.GetUtcNow() }, CancellationToken.None);
}

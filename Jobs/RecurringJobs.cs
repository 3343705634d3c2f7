using Hangfire;
using Microsoft.Extensions.Hosting;
using Pipeline.Jobs.Running;

namespace Pipeline.Jobs;

/// <summary>Tells Hangfire every schedule. Operators see and trigger all jobs under "Recurring Jobs", even those that never start by themselves.</summary>
internal sealed class RecurringJobs(JobList jobs, IRecurringJobManagerV2 manager) : IHostedService
{
    // Every job accepts this as "no arguments given".
    private const string NoArguments = "{}";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var job in jobs.All)
        {
            manager.AddOrUpdate(job.Name, new JobCall(job.Name, NoArguments).ToHangfire(), job.Schedule, new RecurringJobOptions());
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

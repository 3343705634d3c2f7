using Microsoft.Extensions.Hosting;

namespace Pipeline.Jobs;

/// <summary>Tells Hangfire every schedule at startup. Operators see and trigger all jobs, even those that never start by themselves.</summary>
internal sealed class RecurringJobs(JobSchedules schedules) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schedules.ApplyAllAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

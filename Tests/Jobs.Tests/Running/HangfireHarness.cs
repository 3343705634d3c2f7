using System.Linq.Expressions;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Hangfire.Storage.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pipeline.Jobs.Tests.Hosting;

/// <summary>A real Hangfire server over storage in memory, with jobs from a container.</summary>
internal sealed class HangfireHarness : IAsyncDisposable
{
    /// <summary>The collection of all tests with a harness: Hangfire keeps its activator in a static, so only one may run at a time.</summary>
    public const string Serial = "Hangfire";

    private readonly ServiceProvider _services;
    private readonly IReadOnlyList<IHostedService> _servers;

    public HangfireHarness(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHangfire(hangfire => hangfire
            .UseRecommendedSerializerSettings()
            .UseInMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Guid }));
        services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromMilliseconds(50);
        });
        configure(services);
        _services = services.BuildServiceProvider();
        _servers = [.. _services.GetServices<IHostedService>()];
    }

    public IRecurringJobManagerV2 Recurring => _services.GetRequiredService<IRecurringJobManagerV2>();

    public IMonitoringApi Monitoring => _services.GetRequiredService<JobStorage>().GetMonitoringApi();

    public JobStorage Storage => _services.GetRequiredService<JobStorage>();

    public async Task StartAsync()
    {
        foreach (var server in _servers)
        {
            await server.StartAsync(CancellationToken.None);
        }
    }

    public string Enqueue<T>(Expression<Func<T, Task>> call) =>
        _services.GetRequiredService<IBackgroundJobClient>().Enqueue(call);

    /// <summary>Waits until the job has reached the state, and returns its details.</summary>
    public async Task<JobDetailsDto> UntilAsync(string jobId, string state)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            var details = Monitoring.JobDetails(jobId);
            if (details?.History.FirstOrDefault()?.StateName == state)
            {
                return details;
            }

            if (deadline.IsCancellationRequested)
            {
                var latest = details?.History.FirstOrDefault();
                throw new TimeoutException(
                    $"Job is {latest?.StateName} instead of {state}: {latest?.Reason} {string.Join(' ', latest?.Data.Values ?? [])}");
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }
}

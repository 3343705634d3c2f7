using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

/// <summary>Real Hangfire servers over storage in memory, one worker for each queue, with jobs that a test writes.</summary>
internal sealed class HangfireHarness : IAsyncDisposable, ICaller
{
    /// <summary>The collection of all tests with a harness: Hangfire keeps its activator in a static, so only one may run at a time.</summary>
    public const string Serial = "Hangfire";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services;
    private readonly List<IHostedService> _started = [];

    /// <param name="history">What outlives the harness, as it outlives a process.</param>
    /// <param name="jobs">The jobs that there are.</param>
    public HangfireHarness(InMemoryRunHistory history, params IReadOnlyList<JobDefinition> jobs)
    {
        History = history;
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<IRunHistory>(history);
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IPausedJobs>(_ => Paused);
        services.AddSingleton<IAlarms>(Alarms);
        services.AddSingleton<ICaller>(this);
        services.AddJobRules(jobs);
        services.AddHangfire(hangfire => hangfire
            .UseRecommendedSerializerSettings()
            .UseInMemoryStorage(new InMemoryStorageOptions { IdType = InMemoryStorageIdType.Guid }));
        foreach (var queue in new[] { JobQueues.Fresh, JobQueues.Long })
        {
            services.AddHangfireServer(server =>
            {
                server.Queues = [queue];
                server.WorkerCount = 2;
                server.SchedulePollingInterval = TimeSpan.FromMilliseconds(50);
                server.CancellationCheckInterval = TimeSpan.FromMilliseconds(50);
            });
        }

        _services = services.BuildServiceProvider();
    }

    public InMemoryRunHistory History { get; }

    public FakeTimeProvider Time { get; } = new(Builders.Noon);

    public InMemoryPausedJobs Paused { get; init; } = new();

    public RecordingAlarms Alarms { get; } = new();

    /// <summary>Who presses the buttons.</summary>
    public string? Name { get; set; }

    public JobStarter Starter => _services.GetRequiredService<JobStarter>();

    public RunControl Control => _services.GetRequiredService<RunControl>();

    public JobSchedules Schedules => _services.GetRequiredService<JobSchedules>();

    public IRecurringJobManagerV2 Recurring => _services.GetRequiredService<IRecurringJobManagerV2>();

    public JobStorage Storage => _services.GetRequiredService<JobStorage>();

    public JobList Jobs => _services.GetRequiredService<JobList>();

    public async Task StartAsync()
    {
        await new RecurringJobs(Schedules).StartAsync(CancellationToken.None);
        await new UnfinishedRuns(Jobs, History, Starter, Alarms, Time, NullLogger<UnfinishedRuns>.Instance).StartAsync(CancellationToken.None);
        foreach (var server in _services.GetServices<IHostedService>())
        {
            await server.StartAsync(CancellationToken.None);
            _started.Add(server);
        }
    }

    /// <summary>"Enqueue now" of a job that waits for its retry.</summary>
    public void Requeue(string jobId) => Assert.True(_services.GetRequiredService<IBackgroundJobClient>().Requeue(jobId));

    public bool Delete(string jobId) => _services.GetRequiredService<IBackgroundJobClient>().Delete(jobId);

    /// <summary>Waits until the run is in the state and, if it is a final one, Hangfire has heard of it.</summary>
    public async Task<JobRun> UntilAsync(string runId, RunState state)
    {
        JobRun? run = null;
        await PollAsync(
            async () => (run = await History.FindAsync(runId, CancellationToken.None))?.State == state,
            () => $"Run is {run?.State} ({run?.Error}) instead of {state}.");
        return run!;
    }

    public async Task<JobDetailsDto> UntilAsync(string jobId, string hangfireState)
    {
        JobDetailsDto? details = null;
        await PollAsync(
            () => Task.FromResult((details = Storage.GetMonitoringApi().JobDetails(jobId))?.History.FirstOrDefault()?.StateName == hangfireState),
            () => $"Job is {details?.History.FirstOrDefault()?.StateName} instead of {hangfireState}.");
        return details!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _started)
        {
            await server.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private static async Task PollAsync(Func<Task<bool>> isTrue, Func<string> describe)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await isTrue())
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException(describe());
            }

            await Task.Delay(10, CancellationToken.None);
        }
    }
}

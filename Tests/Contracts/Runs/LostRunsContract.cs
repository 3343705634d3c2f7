using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Alarms;
using Pipeline.Core.Runs;
using Pipeline.Hosting.Profiles;
using Pipeline.Jobs;
using Pipeline.Jobs.Hosting;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Runs;

/// <summary>Which runs of the history count as lost, on each profile's job storage.</summary>
public abstract class LostRunsContract : IAsyncLifetime
{
    private const string Living = "living";

    // A filter would have a failed job retried.
    private static readonly JobFilterCollection NoFilters = [];

    private readonly FakeTimeProvider _clock = new(Builders.Noon);
    private readonly InMemoryRunHistory _history = new();
    private readonly RecordingAlarms _alarms = new();
    private readonly ServiceProvider _services;

    private protected LostRunsContract(PipelineProfile profile, params IEnumerable<KeyValuePair<string, string?>> settings) =>
        // No logger factory: Hangfire would keep it in a static, beyond the life of this test.
        _services = new ServiceCollection().AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<TimeProvider>(_clock).AddSingleton<IRunHistory>(_history).AddSingleton<IAlarms>(_alarms)
            .AddSingleton<IPausedJobs>(new InMemoryPausedJobs())
            .AddJobStorage(profile, new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .BuildServiceProvider();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected JobStorage Storage => _services.GetRequiredService<JobStorage>();

    private LostRuns Lost => _services.GetRequiredService<LostRuns>();

    public ValueTask InitializeAsync()
    {
        using var connection = Storage.GetConnection();
        connection.AnnounceServer(Living, new ServerContext { Queues = [JobTable.RebuildRollups.Queue], WorkerCount = 1 });
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData("65f0c0ffee65f0c0ffee65f0")]
    [InlineData("a3f1b4c2-0000-4000-8000-000000000001")]
    [InlineData(null)]
    public async Task End_JobIsGone_InterruptsTheRunAfterTheGraceAndRaisesAnAlarm(string? hangfireId)
    {
        var run = await AddAsync(hangfireId);

        Assert.Equal(0, await Lost.EndAsync(Token));
        _clock.Advance(LostRuns.Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Lost.EndAsync(Token));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Lost.EndAsync(Token));

        Assert.Equal(
            run with { State = RunState.Interrupted, EndedAt = _clock.GetUtcNow(), Error = "Its Hangfire job is gone." },
            await _history.FindAsync(run.Id, Token));
        Assert.Equal("""rebuild-rollups {"from":null,"to":null}""", Assert.Single(_alarms.Raised).Subject);
        Assert.Equal(0, await Lost.EndAsync(Token));
    }

    [Fact]
    public async Task End_JobsThatWaitOrAreAtWork_AreLeftAlone()
    {
        await AddAsync(Create(new EnqueuedState()));
        await AddAsync(Create(new ScheduledState(TimeSpan.FromDays(1))));
        await AddAsync(Create(new AtWork(Living)));

        Assert.Equal(0, await EndAfterGraceAsync());
    }

    [Fact]
    public async Task End_JobsOfADeadServerOrEndedOnes_AreLost()
    {
        await AddAsync(Create(new AtWork("dead")));
        await AddAsync(Create(new DeletedState()));
        await AddAsync(Create(new FailedState(new InvalidOperationException())));

        Assert.Equal(3, await EndAfterGraceAsync());
        Assert.Empty(await _history.GetUnfinishedAsync(Token));
    }

    [Fact]
    public async Task End_HistoryChangesMeanwhile_CountsFromThere()
    {
        var run = await AddAsync(Create(new AtWork("dead")));
        await Lost.EndAsync(Token);
        _clock.Advance(LostRuns.Grace);
        await _history.SaveAsync(run with { Progress = new RunProgress(1, null, 1, null) }, Token);

        Assert.Equal(0, await Lost.EndAsync(Token));
        _clock.Advance(LostRuns.Grace);
        Assert.Equal(1, await Lost.EndAsync(Token));
    }

    /// <summary>Creates a Hangfire job in a state; returns its id.</summary>
    protected string Create(IState state) =>
        new BackgroundJobClient(Storage, NoFilters).Create(new JobCall(JobTable.RebuildRollups.Name, "{}").ToHangfire(), state);

    /// <summary>Adds a run to the history that a Hangfire job is supposed to execute.</summary>
    protected async Task<JobRun> AddAsync(string? hangfireId)
    {
        var run = new JobRun(
            $"{Guid.NewGuid()}", JobTable.RebuildRollups.Name, "{}", StartedBy.Api, 1, RunState.Running, Builders.Noon, Builders.Noon, HangfireId: hangfireId);
        await _history.SaveAsync(run, Token);
        return run;
    }

    /// <summary>Returns how many runs were lost.</summary>
    protected async Task<int> EndAfterGraceAsync()
    {
        await Lost.EndAsync(Token);
        _clock.Advance(LostRuns.Grace);
        return await Lost.EndAsync(Token);
    }

    /// <summary>As Hangfire's own, which only its workers can make.</summary>
    protected sealed class AtWork(string server) : IState
    {
        public string Name => ProcessingState.StateName;

        public string? Reason => null;

        public bool IsFinal => false;

        public bool IgnoreJobLoadException => false;

        public Dictionary<string, string> SerializeData() => new() { ["ServerId"] = server, ["WorkerId"] = "1", ["StartedAt"] = "1743336000000" };
    }
}

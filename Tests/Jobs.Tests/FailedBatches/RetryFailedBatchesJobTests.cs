using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Archive.Parts;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Processing.Quarantine;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Processing.Sessions;
using Pipeline.Core.Processing.Users;
using Pipeline.Core.Rollups;
using Pipeline.Core.Runs;
using Pipeline.Core.Storing;
using Pipeline.Jobs.FailedBatches;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;
using Xunit;

namespace Pipeline.Jobs.Tests.FailedBatches;

public sealed class RetryFailedBatchesJobTests : IAsyncDisposable
{
    private static readonly Guid Retry = Guid.NewGuid();
    private static readonly Guid Producer = Guid.NewGuid();

    private readonly FakeTimeProvider _clock = new(Builders.Noon.AddHours(1)) { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly InMemoryQuarantineStore _quarantine = new();
    private readonly InMemoryRawStore _raw = new();
    private JobProgress? _progress;
    private readonly ServiceProvider _services;

    public RetryFailedBatchesJobTests() => _services = new ServiceCollection().AddLogging()
        .AddSingleton<TimeProvider>(_clock).AddSingleton<IQuarantineStore>(_quarantine).AddSingleton<IRawStore>(_raw)
        .AddSingleton<ISealedDays>(_raw.Sealed).AddSingleton<IArchiveCatalogue>(new InMemoryArchiveCatalogue())
        .AddSingleton<IArchivedEvents>(new InMemoryArchive())
        .AddSingleton<ISessionStore>(new InMemorySessionStore()).AddSingleton<IUserStore>(new InMemoryUserStore())
        .AddSingleton<IDirtySlices>(new InMemoryDirtySlices()).AddSingleton<ILedgerStore>(new InMemoryLedgerStore())
        .AddSingleton<IProbeStore>(new InMemoryProbeStore())
        .AddStoring(new ConfigurationBuilder().Build())
        .BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    [Fact]
    public async Task Run_FewFail_GoesThroughAllAndSaysWhatBecameOfThem()
    {
        await ClaimAsync([.. Enumerable.Range(0, 150).Select(number => Entry(number, isGood: number % 10 != 5))]);

        var result = await RunAsync(new(Retry, "ana"));

        Assert.Equal("135 new, 0 already there, 15 failed again · invalid.userId: 135 new, 0 already there, 15 failed again", result);
        Assert.Equal(135, await _raw.CountAsync(DateOnly.FromDateTime(Builders.Noon.UtcDateTime), Token));
        Assert.Equal((150, 150), (_progress!.Latest!.Done, _progress.Latest.Total));
    }

    [Fact]
    public async Task Run_TooManyFailInAStage_StopsAndOpensTheRest()
    {
        await ClaimAsync([.. Enumerable.Range(0, 50).Select(number => Entry(number, isGood: number is 0 or > 5))]);

        var result = await RunAsync(new(Retry, "ana"));

        Assert.Equal(
            "6 new, 0 already there, 5 failed again · stopped after stage 2: 5 of 10 failed, at most 20 % may; 39 left as they were · "
            + "invalid.userId: 6 new, 0 already there, 5 failed again",
            result);
        Assert.Equal(44, await _quarantine.CountAsync(new QuarantineFilter { State = QuarantineState.Open }, Token));
        Assert.Equal(39, _quarantine.Entries.Count(entry => entry.History[^1].What == QuarantineAction.Released));
    }

    [Fact]
    public async Task Run_DiedBefore_GoesOnWithWhatWasNotTried()
    {
        await ClaimAsync([.. Enumerable.Range(0, 30).Select(number => Entry(number, isGood: true))]);
        using var dies = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(new(Retry, "ana"), report =>
        {
            if (report.Done >= 11)
            {
                dies.Cancel();
            }
        }, dies.Token));
        Assert.Equal(19, (await _quarantine.GetClaimedAsync(Retry, 100, Token)).Count);

        Assert.StartsWith("30 new, 0 already there, 0 failed again", await RunAsync(new(Retry, "ana")), StringComparison.Ordinal);
        Assert.Equal(30, await _raw.CountAsync(DateOnly.FromDateTime(Builders.Noon.UtcDateTime), Token));
    }

    [Fact]
    public async Task Run_StoreIsAway_WaitsAndFailsNothing()
    {
        await ClaimAsync([Entry(0, isGood: true)]);
        var away = new Mock<IQuarantineStore>();
        var calls = 0;
        away.Setup(store => store.GetRetryAsync(Retry, It.IsAny<CancellationToken>())).Returns(() =>
            ++calls <= 3 ? throw new TransientStorageException("away") : _quarantine.GetRetryAsync(Retry, Token));
        away.Setup(store => store.GetClaimedAsync(Retry, It.IsAny<int>(), It.IsAny<CancellationToken>()))
            .Returns((Guid _, int limit, CancellationToken token) => _quarantine.GetClaimedAsync(Retry, limit, token));
        var job = ActivatorUtilities.CreateInstance<RetryFailedBatchesJob>(_services, away.Object);

        var run = job.RunAsync(new(Retry, "ana"), new JobProgress(_clock, (_, _) => Task.CompletedTask), Token);
        while (!run.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.StartsWith("1 new", await run, StringComparison.Ordinal);
        Assert.True(calls > 3);
    }

    [Fact]
    public async Task Run_WithoutASelection_SaysWhereToStartOne() =>
        Assert.Equal("Nothing was claimed for this retry. Start one from Failed batches.", await RunAsync(new()));

    [Fact]
    public async Task Release_RetryHasEnded_OpensItsEntriesAndNoOthers()
    {
        await ClaimAsync([Entry(0, isGood: true)]);
        var other = Guid.NewGuid();
        await _quarantine.AddAsync([Entry(1, isGood: true)], Token);
        await _quarantine.ClaimAsync(new QuarantineFilter(), other, Claimed(), Token);
        var history = new InMemoryRunHistory();
        var arguments = JobDefinition<RetryFailedBatchesArguments>.Write(new(Retry, "ana"));
        await history.SaveAsync(
            new JobRun("7", "retry-failed-batches", arguments, StartedBy.Api, 1, RunState.Running, _clock.GetUtcNow()), Token);
        var job = new ReleaseFailedBatchesJob(_quarantine, history, _clock);
        var progress = new JobProgress(_clock, (_, _) => Task.CompletedTask);

        Assert.Null(await job.RunAsync(new NoArguments(), progress, Token));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("1 failed batches are open again.", await job.RunAsync(new NoArguments(), progress, Token));

        Assert.Equal([QuarantineState.Retrying, QuarantineState.Open], _quarantine.Entries.Select(entry => entry.State));

        // As when Hangfire has lost it.
        var run = (await history.FindAsync("7", Token))!;
        await history.SaveAsync(run with { State = RunState.Interrupted, EndedAt = _clock.GetUtcNow() }, Token);
        Assert.Equal("1 failed batches are open again.", await job.RunAsync(new NoArguments(), progress, Token));
        Assert.All(_quarantine.Entries, entry => Assert.Equal(QuarantineState.Open, entry.State));
    }

    private async Task<string?> RunAsync(
        RetryFailedBatchesArguments arguments, Action<RunProgress>? onReport = null, CancellationToken? cancellationToken = null)
    {
        var job = ActivatorUtilities.CreateInstance<RetryFailedBatchesJob>(_services);
        // One report a second is written: on a clock of its own, which is a second later after each, that is all of them.
        var reports = new FakeTimeProvider();
        _progress = new JobProgress(reports, (report, _) =>
        {
            onReport?.Invoke(report);
            reports.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
        var run = job.RunAsync(arguments, _progress, cancellationToken ?? Token);
        while (!run.IsCompleted)
        {
            // The rate makes it pause.
            _clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        return await run;
    }

    private async Task ClaimAsync(QuarantineEntry[] entries)
    {
        await _quarantine.AddAsync(entries, Token);
        await _quarantine.ClaimAsync(new QuarantineFilter(), Retry, Claimed(), Token);
    }

    private QuarantineChange Claimed() => new(_clock.GetUtcNow(), "ana", QuarantineAction.Claimed);

    private static QuarantineEntry Entry(int number, bool isGood) => new(
        $"{number:D4}",
        QuarantineKind.Event,
        "invalid.userId",
        "userId: is required",
        isGood ? Encoding.UTF8.GetString(Builders.EventJson(Guid.NewGuid())) : "{}",
        QuarantineSource.Drain,
        "m1",
        new QuarantinedItems(Producer, number, 1, QuarantineAccount.Rejected),
        Builders.Noon,
        Builders.Noon.AddSeconds(number),
        Builders.Noon.AddSeconds(number),
        1);
}

using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Probes;
using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>How complete a run says the numbers are, and which were revised.</summary>
public sealed class RollupRefresherFreshnessTests : IDisposable
{
    private readonly RollupWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_BucketChangedLongAfterItsTime_IsRevised()
    {
        var hour = new BucketKey(BucketLevel.Hour, "UTC", At("2025-03-30T10:00Z"));
        var today = new BucketKey(BucketLevel.Day, "UTC", At("2025-03-30T00:00Z"));
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        await _world.RefreshAsync();
        Assert.Null((await _world.FindAsync(hour))!.RevisedAt);

        var revision = _world.Clock.GetUtcNow();
        await _world.DrainAsync(EventOf("2025-03-30T10:31Z"));
        await _world.RefreshAsync();
        Assert.Equal(revision, (await _world.FindAsync(hour))!.RevisedAt);
        Assert.Null((await _world.FindAsync(today))!.RevisedAt);

        // Folded again to the same content: no revision, and the old one is kept.
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await _world.Dirty.MarkAsync([At("2025-03-30T10:31Z")], _world.Clock.GetUtcNow(), Token);
        await _world.RefreshAsync();
        Assert.Equal(revision, (await _world.FindAsync(hour))!.RevisedAt);
    }

    [Fact]
    public async Task RunAsync_BucketChangedShortlyAfterItsTime_IsNotRevised()
    {
        await _world.DrainAsync(EventOf("2025-03-30T11:30Z"));
        await _world.RefreshAsync();
        _world.Clock.SetUtcNow(At("2025-03-30T12:15Z"));
        await _world.DrainAsync(EventOf("2025-03-30T11:31Z"));

        await _world.RefreshAsync();

        Assert.Null((await _world.FindAsync(new BucketKey(BucketLevel.Hour, "UTC", At("2025-03-30T11:00Z"))))!.RevisedAt);
    }

    [Fact]
    public async Task RunAsync_EverythingDrained_IsCompleteThroughWhatWasHeardLast()
    {
        await _world.DrainAsync(EventOf("2025-03-30T11:30Z"));
        await _world.RefreshAsync();

        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }

    [Fact]
    public async Task RunAsync_ProbesSent_NotesThoseThatItIsCompleteThrough()
    {
        var now = _world.Clock.GetUtcNow();
        await _world.Probes.AddAsync(new Probe(now), Token);
        await _world.Probes.AddAsync(new Probe(now.AddSeconds(1)), Token);

        await _world.RefreshAsync();

        Assert.Equal([null, now], (await _world.Probes.GetLatestAsync(9, Token)).Select(probe => probe.RolledUpAt));
    }

    [Fact]
    public async Task RunAsync_NumbersAreMissing_IsCompleteThroughWhatTheLedgerHasWithoutAHole()
    {
        var (now, producer) = (_world.Clock.GetUtcNow(), Guid.NewGuid());
        await _world.Ledger.RecordAsync(
            [
                new LedgerEntry(producer, 0, 5, 5, 0, 0, 0, now.AddSeconds(-30)),
                new LedgerEntry(producer, 10, 5, 5, 0, 0, 0, now.AddSeconds(-10)),
            ],
            Token);

        await _world.RefreshAsync();

        Assert.Equal(now.AddSeconds(-30), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }

    [Fact]
    public async Task RunAsync_NothingCanTell_LeavesCompleteThroughAsItIs()
    {
        await _world.Refresher().RunAsync(Token);

        Assert.Null(await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }

    [Fact]
    public async Task RunAsync_SlicesLeftDirty_IsCompleteThroughTheOldestOfThem()
    {
        var received = _world.Clock.GetUtcNow();
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.SpeakAsync();
        var raw = new PausingRawStore(_world.Raw, async () => await _world.Store.NextVersionAsync(Token));

        await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal(received, await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }

    [Fact]
    public async Task RunAsync_SliceUnderSteadyTraffic_DoesNotHoldCompleteThroughBack()
    {
        await _world.DrainAsync(EventOf("2025-03-30T11:59Z"));
        _world.Clock.Advance(TimeSpan.FromSeconds(30));
        var start = _world.Clock.GetUtcNow();
        await _world.SpeakAsync();
        // The mark keeps the oldest receipt time although that event is in the rollups by the end of the run.
        var raw = new PausingRawStore(_world.Raw, () => _world.DrainAsync(EventOf("2025-03-30T11:59:01Z")));

        await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
        Assert.Equal(start, await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }
}

using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Rollups;
using Pipeline.Testing;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class RebuildMarkerTests : IDisposable
{
    private readonly RollupWorld _world = new("Europe/Berlin");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_RangeOfDays_MarksTheirSlicesWithEventsOrARollup()
    {
        await StoreAsync("2025-03-29T22:59Z", "2025-03-29T23:00Z", "2025-03-30T12:00:59Z", "2025-03-30T21:59Z", "2025-03-30T22:00Z");
        await _world.Store.PutAsync(BucketKey.Slice(At("2025-03-30T08:00Z")), Rollup.Empty, 1, Token);

        var marked = await _world.RebuildMarker().RunAsync(new DateOnly(2025, 3, 30), new DateOnly(2025, 3, 30), Token);

        var slices = await _world.Dirty.GetOldestAsync(5_000, Token);
        Assert.Equal(
            [At("2025-03-29T23:00Z"), At("2025-03-30T08:00Z"), At("2025-03-30T12:00:40Z"), At("2025-03-30T21:59Z")],
            slices.Select(slice => slice.Start));
        Assert.All(slices, slice => Assert.Equal(MarkPriority.Rebuild, slice.Priority));
        Assert.Equal(4, marked);
    }

    [Fact]
    public async Task RunAsync_DaysBeforeTheSlices_MarksEachHourOnce()
    {
        await StoreAsync("2025-01-10T08:00:01Z", "2025-01-10T08:20Z", "2025-01-10T08:59:59Z", "2025-01-10T11:30Z");
        var emptied = new BucketKey(BucketLevel.Hour, "Europe/Berlin", At("2025-01-10T15:00Z"));
        await _world.Store.PutAsync(emptied, new Rollup { Sessions = 1 }, 1, Token);

        await _world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);

        Assert.Equal(
            [At("2025-01-10T08:00Z"), At("2025-01-10T11:30Z"), At("2025-01-10T15:00Z")],
            (await _world.Dirty.GetOldestAsync(100, Token)).Select(slice => slice.Start));
    }

    [Fact]
    public async Task RunAsync_ManyEvents_ReadsNone()
    {
        await _world.DrainAsync([.. Enumerable.Range(0, 5_000).Select(i => EventOf("2025-03-30T10:00Z") with { Timestamp = At("2025-03-30T10:00Z").AddMilliseconds(i) })]);

        await _world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);

        Assert.Equal(0, _world.Raw.EventsRead);
    }

    [Fact]
    public async Task RunAsync_DayOfWhichNothingIsLeft_IsLeftAlone()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"));
        await _world.RefreshAsync();
        var day = new SealedDay(new DateOnly(2025, 3, 30), 1);
        await _world.Raw.Sealed.SealAsync(day, Token);
        await _world.Raw.Sealed.DropAsync(day, Token);

        await _world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        await _world.RefreshAsync();

        Assert.Equal(1, (await _world.DayAsync(new DateOnly(2025, 3, 30))).Events.Total);
    }

    [Fact]
    public async Task RunAsync_ThenRefresh_RestoresWrongBuckets()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"), EventOf("2025-01-30T10:00Z", "b", "s2"));
        await _world.RefreshAsync();
        var before = await _world.ContentAsync();
        var version = await _world.Store.NextVersionAsync(Token);
        foreach (var key in before.Keys)
        {
            await _world.Store.PutAsync(key, new Rollup { Sessions = 77 }, version, Token);
        }

        await _world.RebuildMarker().RunAsync(new DateOnly(2025, 1, 1), new DateOnly(2025, 3, 31), Token);
        await _world.RefreshAsync();

        Assert.Equal(before, await _world.ContentAsync());
    }

    [Fact]
    public async Task RunAsync_MarkedSlices_DoNotHoldCompleteThroughBack()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"));
        await _world.RefreshAsync();
        await _world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.SpeakAsync();
        // The run ends before it comes to them.
        var raw = new PausingRawStore(_world.Raw, () => _world.Store.NextVersionAsync(Token));

        await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("Europe/Berlin", Token));
    }

    private async Task StoreAsync(params string[] instants)
    {
        foreach (var (at, origin) in instants.Select((at, origin) => (at, origin)))
        {
            await _world.Raw.InsertAsync(DateOnly.FromDateTime(At(at).UtcDateTime), [new RawEvent(EventOf(at), origin)], Token);
        }
    }
}

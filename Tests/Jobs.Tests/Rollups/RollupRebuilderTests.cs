using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Rollups;
using Pipeline.Jobs.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class RollupRebuilderTests : IDisposable
{
    private readonly RollupWorld _world = new("Europe/Berlin");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_RangeOfDays_MarksTheirSlicesWithEventsOrARollup()
    {
        string[] events = ["2025-03-29T22:59Z", "2025-03-29T23:00Z", "2025-03-30T12:00:59Z", "2025-03-30T21:59Z", "2025-03-30T22:00Z"];
        foreach (var (at, origin) in events.Select((at, origin) => (at, origin)))
        {
            await _world.Raw.InsertAsync(DateOnly.FromDateTime(At(at).UtcDateTime), [new RawEvent(EventOf(at), origin)], Token);
        }

        var stored = new StoredRollup(
            RollupKey.Slice(At("2025-03-30T08:00Z")), RollupCodec.Encode(Rollup.Empty), _world.Clock.GetUtcNow(), null, 1);
        await _world.Store.PutAsync([stored], Token);

        var marked = await Rebuilder().RunAsync(new DateOnly(2025, 3, 30), new DateOnly(2025, 3, 30), Token);

        var slices = await _world.Dirty.GetOldestAsync(5_000, Token);
        Assert.Equal(
            [At("2025-03-29T23:00Z"), At("2025-03-30T08:00Z"), At("2025-03-30T12:00Z"), At("2025-03-30T21:59Z")],
            slices.Select(slice => slice.Start));
        Assert.Equal(4, marked);
    }

    [Fact]
    public async Task RunAsync_DayWithoutRawCollection_IsLeftAlone()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"));
        await _world.RefreshAsync();
        await _world.Raw.DropAsync(new DateOnly(2025, 3, 30), Token);

        await Rebuilder().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        await _world.RefreshAsync();

        Assert.Equal(1, (await _world.DayAsync(new DateOnly(2025, 3, 30))).EventsByType.Total);
    }

    [Fact]
    public async Task RunAsync_ThenRefresh_RestoresDamagedBuckets()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"));
        await _world.RefreshAsync();
        var before = await _world.ContentAsync();
        var fence = await _world.Store.NextFenceAsync(Token);
        await _world.Store.PutAsync(
            [.. before.Keys.Select(key => new StoredRollup(key, RollupCodec.Encode(Rollup.Empty), _world.Clock.GetUtcNow(), null, fence))], Token);

        await Rebuilder().RunAsync(new DateOnly(2025, 3, 1), new DateOnly(2025, 3, 31), Token);
        await _world.RefreshAsync();

        var after = await _world.ContentAsync();
        Assert.All(before, bucket => Assert.Equal(bucket.Value, after[bucket.Key]));
    }

    private RollupRebuilder Rebuilder() => new(_world.Raw, _world.Store, _world.Dirty, _world.CalendarOf(), _world.Clock);
}

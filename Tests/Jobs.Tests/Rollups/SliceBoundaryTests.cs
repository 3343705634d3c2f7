using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class SliceBoundaryTests : IDisposable
{
    private readonly RollupWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task GetAsync_FirstTime_LiesKeepSlicesBackAndStays()
    {
        Assert.Equal(At("2025-02-28T00:00Z"), await _world.Boundary().GetAsync(Token));

        _world.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal(At("2025-02-28T00:00Z"), await _world.Boundary().GetAsync(Token));
    }

    [Fact]
    public async Task PurgeAsync_SlicesThatARefreshMayStillSum_AreKeptUntilTheNextPurge()
    {
        await _world.DrainAsync(EventOf("2025-03-05T10:00Z"), EventOf("2025-03-29T10:00Z", "b", "s2"));
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromDays(20));

        Assert.Equal(0, await _world.Boundary().PurgeAsync(Token));
        Assert.Equal(At("2025-03-20T00:00Z"), await _world.Boundary().GetAsync(Token));
        _world.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, await _world.Boundary().PurgeAsync(Token));

        Assert.Equal([At("2025-03-29T10:00Z")], (await _world.ContentAsync()).Keys.Where(key => key.Level == BucketLevel.Slice).Select(key => key.Start));
    }

    [Fact]
    public async Task Refresh_LateEventAfterThePurge_CountsTheWholeHour()
    {
        await _world.DrainAsync(EventOf("2025-03-05T10:00Z"));
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromDays(20));
        await _world.Boundary().PurgeAsync(Token);
        await _world.Boundary().PurgeAsync(Token);

        await _world.DrainAsync(EventOf("2025-03-05T10:30Z", "b", "s2"));
        await _world.RefreshAsync();

        Assert.Equal(2, (await _world.DayAsync(new DateOnly(2025, 3, 5))).Events.Total);
    }
}

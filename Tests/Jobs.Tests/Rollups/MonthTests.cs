using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>A month gets its bucket when it is over, and keeps it up to date from then on.</summary>
public sealed class MonthTests : IDisposable
{
    private static readonly DateOnly March = new(2025, 3, 1);

    private readonly RollupWorld _world = new(now: "2025-03-31T23:59:50Z");

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Refresh_MonthThatIsNotOver_WritesNoBucket()
    {
        await _world.DrainAsync(EventOf("2025-03-31T23:59Z"));

        await _world.RefreshAsync();

        Assert.Null(await _world.FindAsync(_world.CalendarOf().MonthKey(March)));
    }

    [Fact]
    public async Task Refresh_FirstAfterTheEndOfTheMonth_WritesItsBucketOnce()
    {
        await _world.DrainAsync(EventOf("2025-03-31T23:59Z"));
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(10));

        await _world.RefreshAsync();

        var month = await _world.FindAsync(_world.CalendarOf().MonthKey(March));
        Assert.Equal(1, (await _world.MonthAsync(March)).Events.Total);
        Assert.Equal(new DayPoint(1, 0), (await _world.MonthAsync(March)).Days.Days[new DateOnly(2025, 3, 31)]);
        _world.Clock.Advance(TimeSpan.FromSeconds(10));
        await _world.RefreshAsync();
        Assert.Equal(month!.Version, (await _world.FindAsync(month.Key))!.Version);
    }

    [Fact]
    public async Task Refresh_UndrainedEventHoldsCompleteThroughBack_WritesTheBucketOnce()
    {
        await _world.DrainAsync(EventOf("2025-03-31T23:59Z"));
        await _world.HoldBackAsync(_world.Clock.GetUtcNow());
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(10));
        await _world.RefreshAsync();
        var month = await _world.FindAsync(_world.CalendarOf().MonthKey(March));

        await _world.RefreshAsync();

        Assert.Equal(month!.Version, (await _world.FindAsync(month.Key))!.Version);
    }

    [Fact]
    public async Task Refresh_DayOfTheEndedMonthIsDamaged_HoldsUpNothingAndIsMadeAnew()
    {
        await _world.DrainAsync(EventOf("2025-03-15T10:00Z"), EventOf("2025-03-31T23:59Z", "b", "s2"));
        await _world.RefreshAsync();
        _world.Store.Damage(_world.CalendarOf().DayKey(new DateOnly(2025, 3, 15)), "users");
        _world.Clock.Advance(TimeSpan.FromHours(1));

        await _world.RefreshAsync(new PartCache());
        await _world.RefreshAsync(new PartCache());

        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
        Assert.Equal(2, (await _world.MonthAsync(March)).Events.Total);
        Assert.Equal((0, 0), ((await _world.Dirty.GetStatusAsync(Token)).Waiting, (await _world.Dirty.GetStatusAsync(Token)).SetAside));
    }

    [Fact]
    public async Task Refresh_StoreRefusesTheMonth_IsSetAsideAndHoldsUpNothing()
    {
        await _world.DrainAsync(EventOf("2025-03-15T10:00Z"));
        await _world.RefreshAsync();
        _world.Store.Writing = write => _ = write.Bucket.Key.Level == BucketLevel.Month ? throw new PermanentStorageException("no") : 0;
        _world.Clock.Advance(TimeSpan.FromHours(1));

        await _world.RefreshAsync();
        await _world.RefreshAsync();

        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).SetAside);
    }

    [Fact]
    public async Task Refresh_LateEventOfAMonthThatIsOver_MonthFollowsItsDay()
    {
        await _world.DrainAsync(EventOf("2025-03-31T23:59Z"));
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromDays(2));
        await _world.RefreshAsync();

        await _world.DrainAsync(EventOf("2025-03-15T12:00Z", "b", "s2"));
        await _world.RefreshAsync();

        Assert.Equal(2, (await _world.MonthAsync(March)).Events.Total);
        Assert.Equal(2, (await _world.MonthAsync(March)).Users.Count);
    }

    [Fact]
    public async Task Refresh_DayNewerThanItsMonth_IsSeenAtTheEndOfTheMonth()
    {
        // A run with a slower clock has written the day after the month was summed up, and did not know that it is over.
        await _world.DrainAsync(EventOf("2025-03-31T23:59Z"));
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(10));
        await _world.HoldBackAsync(At("2025-03-31T23:59:55Z"));
        await _world.RefreshAsync();
        var day = _world.CalendarOf().DayKey(new DateOnly(2025, 3, 31));
        await Testing.StoredRollups.PutAsync(
            _world.Store, day, new Rollup { Sessions = 5 }, await _world.Store.NextVersionAsync(Token), Token);

        await _world.RefreshAsync();

        Assert.Equal(5, (await _world.MonthAsync(March)).Sessions);
    }
}

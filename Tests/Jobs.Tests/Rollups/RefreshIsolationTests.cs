using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>Slow or failing slices do not hold up the rest.</summary>
public sealed class RefreshIsolationTests : IDisposable
{
    private static readonly DateOnly Today = new(2025, 3, 30);

    private readonly RollupWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_FiveThousandLateDays_NumbersOfNowComeFirst()
    {
        var days = Enumerable.Range(1, 5_000).Select(day => EventOf("2025-03-01T00:00Z", $"u{day}", $"s{day}") with { Timestamp = At("2025-03-01T00:00Z").AddDays(-day) });
        await _world.DrainAsync([.. days]);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await _world.DrainAsync(EventOf("2025-03-30T11:59Z"));
        // While the old days are being done one more event of now comes.
        var first = new List<BucketKey>();
        var isSent = false;
        _world.Store.Written = write =>
        {
            if (write.Bucket.Key.Level == BucketLevel.Day)
            {
                first.Add(write.Bucket.Key);
            }
        };
        var raw = new PausingRawStore(_world.Raw, async () =>
        {
            isSent = true;
            await _world.DrainAsync(EventOf("2025-03-30T10:00Z", "b", "s-b"));
        });

        var result = await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.True(isSent);
        Assert.Equal(At("2025-03-30T00:00Z"), first[0].Start);
        // The second event of now waits for one batch of old days at the most.
        Assert.InRange(first.FindIndex(1, key => key.Start == At("2025-03-30T00:00Z")), 1, 300);
        Assert.Equal(5_002, result.Slices);
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RunAsync_LongBacklog_PublishesAfterEveryRound()
    {
        var time = new SteppingTime(_world.Clock, TimeSpan.FromSeconds(1));
        await _world.DrainAsync([.. Enumerable.Range(1, 4_000).Select(hour => EventOf("2025-03-01T00:00Z") with { Timestamp = At("2025-03-01T00:00Z").AddHours(-hour) })]);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _world.DrainAsync(EventOf("2025-03-30T11:59Z"));
        await _world.SpeakAsync();

        await _world.Refresher(time: time).RunAsync(Token);

        // The ledger is asked once a round.
        Assert.InRange(_world.Ledger.ReadCount, 3, 20);
        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
    }

    [Fact]
    public async Task RunAsync_BudgetIsUsedUpWithinAnHour_KeepsWhatIsDoneAndDoesTheRest()
    {
        var late = At("2025-03-20T10:00Z");
        var events = Enumerable.Range(0, 120_000)
            .Select(i => EventOf("2025-03-01T00:00Z", $"u{i % 1_000}", $"s{i % 1_000}") with { Timestamp = late.AddMilliseconds(30 * i) });
        await _world.DrainAsync([.. events]);
        var hours = new List<long>();
        _world.Store.Written = write =>
        {
            if (write.Bucket.Key.Level == BucketLevel.Hour)
            {
                hours.Add(write.Bucket.Version);
            }
        };

        var result = await _world.RefreshAsync();

        Assert.Equal(2, hours.Count);
        Assert.Equal(120_000, result.EventsRead);
        Assert.Equal(120_000, (await _world.DayAsync(new DateOnly(2025, 3, 20))).Events.Total);
    }

    [Fact]
    public async Task RunAsync_LateEventToAnHourWithoutSlices_FoldsTheHourWhole()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:30Z"));
        await _world.RefreshAsync();
        await _world.DrainAsync(EventOf("2025-01-10T10:50Z", "b", "s2"));

        var result = await _world.RefreshAsync();

        Assert.Equal(2, result.EventsRead);
        Assert.Equal(2, (await _world.MonthAsync(new DateOnly(2025, 1, 1))).Events.Total);
        Assert.DoesNotContain((await _world.ContentAsync()).Keys, key => key.Level == BucketLevel.Slice);
    }

    [Fact]
    public async Task RunAsync_BucketTheStoreRefuses_IsSetAsideAndTheOthersAreFresh()
    {
        var refused = _world.HourKey("2025-03-30T09:00Z");
        var refuses = true;
        _world.Store.Writing = write =>
        {
            if (refuses && write.Bucket.Key == refused)
            {
                throw new PermanentStorageException("too large");
            }
        };
        await _world.DrainAsync(EventOf("2025-03-30T09:10Z"), EventOf("2025-03-30T10:10Z", "b", "s2"));

        var result = await _world.RefreshAsync();

        Assert.Equal((1, 1), (result.Slices, result.SetAside));
        Assert.Equal(1, (await _world.DayAsync(Today)).Events.Total);
        Assert.Equal(_world.Clock.GetUtcNow(), await _world.Progress.GetCompleteThroughAsync("UTC", Token));
        var status = await _world.Dirty.GetStatusAsync(Token);
        Assert.Equal((0, 1), (status.Waiting, status.SetAside));
        Assert.Equal(At("2025-03-30T09:10Z"), Assert.Single(status.OldestSetAside).Start);
        Assert.Contains("too large", status.OldestSetAside[0].Reason, StringComparison.Ordinal);

        // Not before its time, and logged once.
        Assert.Equal(default, await _world.RefreshAsync());
        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(1, (await _world.RefreshAsync()).SetAside);
        Assert.Equal(1, _world.Warnings.Count);

        refuses = false;
        await _world.Dirty.MarkAsync([At("2025-03-30T09:10Z")], _world.Clock.GetUtcNow(), Token);
        await _world.RefreshAsync();
        Assert.Equal(2, (await _world.DayAsync(Today)).Events.Total);
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).SetAside);
    }

    [Fact]
    public async Task RunAsync_RawDayThatCannotBeRead_IsSetAsideAlone()
    {
        await _world.DrainAsync(EventOf("2025-03-28T10:00Z"), EventOf("2025-03-30T10:00Z", "b", "s2"));
        var raw = new PausingRawStore(_world.Raw, () => Task.CompletedTask)
        {
            Fault = from => from < At("2025-03-29T00:00Z") ? new InvalidOperationException("malformed") : null,
        };

        var result = await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal((1, 1), (result.Slices, result.SetAside));
        Assert.Equal(1, (await _world.DayAsync(Today)).Events.Total);
    }

    [Theory]
    [InlineData(BucketLevel.Slice)]
    [InlineData(BucketLevel.Hour)]
    public async Task RunAsync_DamagedBucketBeside_MendsItself(BucketLevel level)
    {
        await _world.DrainAsync(EventOf("2025-03-30T09:10Z"), EventOf("2025-03-30T09:50Z", "b", "s2"), EventOf("2025-03-30T10:10Z", "c", "s3"));
        await _world.RefreshAsync();
        var expected = await _world.ContentAsync();
        var damaged = level == BucketLevel.Slice ? BucketKey.Slice(At("2025-03-30T09:10Z")) : _world.HourKey("2025-03-30T09:00Z");
        _world.Store.Damage(damaged, level == BucketLevel.Slice ? "all" : "users");
        await _world.Dirty.MarkAsync([At("2025-03-30T09:50Z"), At("2025-03-30T10:10Z")], _world.Clock.GetUtcNow(), Token);

        // A process that has nothing in memory.
        await _world.RefreshAsync(new PartCache());
        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        await _world.RefreshAsync(new PartCache());

        Assert.Equal(expected, await _world.ContentAsync());
        Assert.Equal((0, 0), ((await _world.Dirty.GetStatusAsync(Token)).Waiting, (await _world.Dirty.GetStatusAsync(Token)).SetAside));
    }

    [Fact]
    public async Task RunAsync_StoreIsAway_SetsNothingAside()
    {
        await _world.DrainAsync(EventOf("2025-03-30T09:10Z"));
        _world.Store.Writing = _ => throw new TransientStorageException("away");

        await Assert.ThrowsAsync<TransientStorageException>(_world.RefreshAsync);

        var status = await _world.Dirty.GetStatusAsync(Token);
        Assert.Equal((1, 0), (status.Waiting, status.SetAside));
    }

    /// <summary>A clock that moves on by a second whenever somebody reads it.</summary>
    private sealed class SteppingTime(FakeTimeProvider clock, TimeSpan step) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => _ticks += step.Ticks;
    }
}

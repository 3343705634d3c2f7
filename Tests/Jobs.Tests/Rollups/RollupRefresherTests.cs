using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Pipeline.Testing;
using Pipeline.Jobs.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class RollupRefresherTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);
    private readonly RollupWorld _world = new();
    private readonly TaskCompletionSource _older = new();
    private Task<RefreshResult>? _olderDone;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_NewEvents_AreInTheirHourDayAndMonth()
    {
        await _world.DrainAsync(
            EventOf("2025-03-30T09:59:59.999Z", "a", "s1"),
            EventOf("2025-03-30T10:00:00Z", "b", "s2"),
            EventOf("2025-03-30T10:01:00Z", "b", "s2", EventTypes.OrderPlaced, """{"amount":12.5}"""));

        var result = await _world.RefreshAsync();

        Assert.Equal(new RefreshResult(3, 2, 3, 0, 0), result);
        Assert.Equal(1, (await _world.HourAsync("2025-03-30T09:00Z")).Sessions);
        Assert.Equal(2, (await _world.HourAsync("2025-03-30T10:00Z")).Events.Total);
        var day = await _world.DayAsync(Day);
        Assert.Equal((2L, 2, 12.5m), (day.Sessions, day.Users.Count, day.Revenue));
        Assert.Equal(new DayPoint(2, 1), day.Days.Days[Day]);
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RunAsync_NothingDirty_WritesNothing()
    {
        Assert.Equal(default, await _world.RefreshAsync());
        Assert.Empty(await _world.ContentAsync());
    }

    [Fact]
    public async Task RunAsync_LateEventMovesASessionStart_OldHourLosesItAndNewHourGainsIt()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        await _world.RefreshAsync();
        Assert.Equal(1, (await _world.HourAsync("2025-03-30T10:00Z")).Sessions);

        await _world.DrainAsync(EventOf("2025-03-29T08:15Z"));
        await _world.RefreshAsync();

        Assert.Equal(0, (await _world.HourAsync("2025-03-30T10:00Z")).Sessions);
        Assert.Equal(1, (await _world.HourAsync("2025-03-29T08:00Z")).Sessions);
        Assert.Equal(0, (await _world.DayAsync(Day)).Sessions);
        Assert.Equal(1, (await _world.DayAsync(Day.AddDays(-1))).Sessions);
    }

    [Fact]
    public async Task RunAsync_SameEventsAgain_ChangeNothing()
    {
        Event[] events = [EventOf("2025-03-30T10:30Z"), EventOf("2025-03-30T11:30Z", "b", "s2")];
        await _world.DrainAsync(events);
        await _world.RefreshAsync();
        var before = await _world.ContentAsync();

        await _world.DrainAsync(events);
        await _world.RefreshAsync();

        Assert.Equal(before, await _world.ContentAsync());
    }

    [Fact]
    public async Task RunAsync_SliceThatBecomesEmpty_IsStoredEmpty()
    {
        var slice = Slices.StartOf(At("2025-03-30T10:30Z"));
        await _world.Store.PutAsync(BucketKey.Slice(slice), new Rollup { Sessions = 3 }, 0, Token);
        await _world.Dirty.MarkAsync([slice], _world.Clock.GetUtcNow(), Token);

        await _world.RefreshAsync();

        Assert.Equal(0, (await _world.GetAsync(BucketKey.Slice(slice))).Sessions);
    }

    [Fact]
    public async Task RunAsync_MarkWithNothingBehindIt_WritesNothing()
    {
        await _world.Dirty.MarkAsync([At("2025-03-30T10:30Z")], _world.Clock.GetUtcNow(), Token);

        await _world.RefreshAsync();

        Assert.Empty(await _world.ContentAsync());
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Theory]
    [InlineData("Europe/Berlin", 2025, 3, 30, 23)]
    [InlineData("Europe/Berlin", 2025, 10, 26, 25)]
    [InlineData("Asia/Kathmandu", 2025, 3, 30, 24)]
    public async Task RunAsync_EventEveryHalfHour_FillsDaysOfAnyLength(string zone, int year, int month, int day, int hours)
    {
        using var world = new RollupWorld(zone, "2025-12-01T00:00Z");
        var date = new DateOnly(year, month, day);
        var (start, end) = world.CalendarOf().DayRange(date);
        var events = new List<Event>();
        for (var at = start.AddHours(-1); at < end.AddHours(1); at = at.AddMinutes(30))
        {
            events.Add(EventOf("2025-01-01T00:00Z") with { Timestamp = at });
        }

        await world.DrainAsync(events);

        await world.RefreshAsync();

        Assert.Equal(2 * hours, (await world.DayAsync(date)).Events.Total);
        Assert.Equal(2, (await world.DayAsync(date.AddDays(1))).Events.Total);
    }

    [Fact]
    public async Task RunAsync_EventsAtBothEndsOfTime_AreCounted()
    {
        await _world.DrainAsync(EventOf("0001-01-01T00:00:00Z", "a", "s1"), EventOf("9999-12-31T23:59:59.999Z", "b", "s2"));

        await _world.RefreshAsync();

        Assert.Equal(1, (await _world.DayAsync(DateOnly.MinValue)).Events.Total);
        Assert.Equal(1, (await _world.DayAsync(DateOnly.MaxValue)).Events.Total);
    }

    [Fact]
    public async Task RunAsync_MoreKeysThanAllowed_TrimsEveryLevel()
    {
        await _world.DrainAsync([.. Enumerable.Range(0, 30).Select(i => EventOf("2025-03-30T10:00Z") with { Page = $"/{i:D2}" })]);

        await _world.Refresher(maxKeys: 10).RunAsync(Token);

        var day = await _world.DayAsync(Day);
        Assert.Equal((10, 20L, false), (day.PageViews.Counts.Count, day.PageViews.Other, day.PageViews.Exact));
    }

    [Fact]
    public async Task RunAsync_MarkRenewedMeanwhile_IsKeptAndDoneByTheNextRun()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        var raw = new PausingRawStore(_world.Raw, () => _world.DrainAsync(EventOf("2025-03-30T10:30:01Z")));

        await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
        await _world.RefreshAsync();
        Assert.Equal(2, (await _world.DayAsync(Day)).Events.Total);
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RunAsync_SlowRunnerWithAnOlderVersion_CannotOverwriteAndLeavesTheMark()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        // After the slow runner has read, a late event comes and another runner does all of it; then one more event is marked.
        var raw = new PausingRawStore(_world.Raw, async () =>
        {
            await _world.DrainAsync(EventOf("2025-03-30T10:30:01Z"));
            await _world.RefreshAsync();
            await _world.Dirty.MarkAsync([At("2025-03-30T10:30Z")], _world.Clock.GetUtcNow(), Token);
        });

        var result = await _world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal((0, 1), (result.Slices, result.Unsettled));
        Assert.Equal(2, (await _world.HourAsync("2025-03-30T10:00Z")).Events.Total);
        Assert.Equal(2, (await _world.DayAsync(Day)).Events.Total);
        Assert.Equal(1, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RunAsync_YoungerRunnerWithAnEarlierRead_LosesNothing()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        // The younger runner reads before the second event and writes after the older one, which has read both.
        var younger = _world.Refresher(raw: new PausingRawStore(_world.Raw, async () =>
        {
            await _world.DrainAsync(EventOf("2025-03-30T10:30:01Z"));
            _older.SetResult();
            await _olderDone!;
        }));
        var store = new DelayedFirstMark(_world.Dirty, _older.Task);
        _olderDone = _world.Refresher(dirty: store).RunAsync(Token);

        await younger.RunAsync(Token);

        await _world.RefreshAsync();
        Assert.Equal(2, (await _world.DayAsync(Day)).Events.Total);
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task RunAsync_BucketWrittenByTwoBatches_HasTwoVersions()
    {
        var versions = new List<(BucketKey Key, long Version)>();
        _world.Store.Written = write => versions.Add((write.Bucket.Key, write.Bucket.Version));
        // More slices than one batch takes; readers may look at a day between two batches.
        await _world.DrainAsync([.. Enumerable.Range(0, 6_000).Select(i => EventOf("2025-03-01T00:00Z") with { Timestamp = At("2025-03-01T00:00Z").AddMinutes(i) })]);

        await _world.RefreshAsync();

        Assert.Contains(versions.CountBy(written => written.Key), written => written.Key.Level == BucketLevel.Day && written.Value > 1);
        Assert.Equal(versions.Count, versions.Distinct().Count());
    }

    [Fact]
    public async Task RunAsync_CrashAtAnyWrite_NextRunGivesTheSameResult()
    {
        Event[] first = [EventOf("2025-03-30T10:30Z"), EventOf("2025-03-29T23:30Z", "b", "s2"), EventOf("2025-02-01T23:30Z", "c", "s3")];
        Event[] second = [EventOf("2025-03-29T08:15Z"), EventOf("2025-03-30T10:31Z", "d", "s4")];
        using var undisturbed = new RollupWorld();
        await undisturbed.DrainAsync(first);
        await undisturbed.RefreshAsync();
        await undisturbed.DrainAsync(second);
        await undisturbed.RefreshAsync();
        var expected = await undisturbed.ContentAsync();

        var crashes = 0;
        foreach (var afterWriting in new[] { false, true })
        {
            for (var write = 1; ; write++)
            {
                using var world = new RollupWorld();
                await world.DrainAsync(first);
                await world.RefreshAsync();
                await world.DrainAsync(second);
                var store = new CrashingRollupStore(world.Store, write, afterWriting);
                var crash = await Record.ExceptionAsync(() => world.Refresher(store).RunAsync(Token));
                if (!store.HasCrashed)
                {
                    break;
                }

                Assert.IsType<TransientStorageException>(crash);
                Assert.NotEqual(0, (await world.Dirty.GetStatusAsync(Token)).Waiting);
                await world.RefreshAsync();
                Assert.Equal(expected, await world.ContentAsync());
                crashes++;
            }
        }

        // One batch for what is urgent and one for what is late, each with slices, hours and days.
        Assert.Equal(2 * 6, crashes);
    }

    [Fact]
    public async Task RunAsync_CrashBeforeTheDayIsWritten_OldValueStaysVisible()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:30Z"));
        await _world.RefreshAsync();
        await _world.DrainAsync(EventOf("2025-03-30T10:31Z"));

        await Assert.ThrowsAsync<TransientStorageException>(() => _world.Refresher(new CrashingRollupStore(_world.Store, 3, false)).RunAsync(Token));

        Assert.Equal(1, (await _world.DayAsync(Day)).Events.Total);
    }
}

using Pipeline.Core.Ingestion.Events;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

/// <summary>A reporting zone that is configured anew gets all its buckets, in a refresh like any other.</summary>
public sealed class ZoneMakerTests
{
    private const string NewZone = "Asia/Kolkata";

    [Fact]
    public async Task Refresh_NewZone_EqualsWhatItWouldHaveMadeFromTheBeginning()
    {
        using var world = new RollupWorld("UTC");
        using var expected = new RollupWorld(NewZone);
        var events = SomeEvents();
        await world.DrainAsync(events);
        await world.RefreshAsync();
        await expected.DrainAsync(events);
        await expected.RefreshAsync();

        await world.Refresher(zone: NewZone).RunAsync(Token);

        Assert.Equal(await expected.ContentAsync(NewZone), await world.ContentAsync(NewZone));
        Assert.Equal(world.Clock.GetUtcNow(), await world.Progress.GetCompleteThroughAsync(NewZone, Token));
        Assert.Equal(default, await world.Refresher(zone: NewZone).RunAsync(Token));
    }

    [Fact]
    public async Task Refresh_BackInAZoneThatMissedEvents_MakesWhatChangedAlone()
    {
        using var world = new RollupWorld("UTC");
        using var expected = new RollupWorld("UTC");
        Event[] first = [EventOf("2025-03-30T10:15Z", "a", "s1"), EventOf("2025-03-29T10:15Z", "a", "s2")];
        Event[] second = [EventOf("2025-03-30T10:45Z", "b", "s3"), EventOf("2025-03-30T10:15Z", "c", "s4")];
        await expected.DrainAsync([.. first, .. second]);
        await expected.RefreshAsync();
        await world.DrainAsync(first);
        await world.RefreshAsync();

        var untouched = (await world.FindAsync(world.HourKey("2025-03-29T10:00Z")))!.Version;

        // Another process enters the new zone and does what is urgent, but is stopped before it has made the past.
        await world.DrainAsync(second);
        var store = new CrashingRollupStore(world.Store, 4, afterWriting: false);
        await Record.ExceptionAsync(() => world.Refresher(store, zone: NewZone).RunAsync(Token));
        Assert.Null(await world.Progress.GetCompleteThroughAsync(NewZone, Token));
        var back = await world.RefreshAsync();

        Assert.InRange(back.Hours, 1, 3);
        Assert.Equal(untouched, (await world.FindAsync(world.HourKey("2025-03-29T10:00Z")))!.Version);
        Assert.Equal(await expected.ContentAsync(), await world.ContentAsync());
        Assert.Equal(default, await world.RefreshAsync());
    }

    [Fact]
    public async Task Refresh_FormerZonesRunEndsLater_PublishesNothingAndClearsNothing()
    {
        using var world = new RollupWorld("UTC");
        await world.DrainAsync(EventOf("2025-03-30T10:15Z"));
        await world.RefreshAsync();
        var before = await world.Progress.GetCompleteThroughAsync("UTC", Token);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await world.DrainAsync(EventOf("2025-03-30T11:15Z"));
        // While the old zone's run reads, a run of the new zone does everything, and another event comes.
        var raw = new PausingRawStore(world.Raw, async () =>
        {
            await world.Refresher(zone: NewZone).RunAsync(Token);
            await world.DrainAsync(EventOf("2025-03-30T11:16Z"));
        });

        await world.Refresher(raw: raw).RunAsync(Token);

        Assert.Equal(before, await world.Progress.GetCompleteThroughAsync("UTC", Token));
        Assert.Equal(1, (await world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    [Fact]
    public async Task Refresh_SameZoneAgain_LooksAtNoBucket()
    {
        using var world = new RollupWorld("UTC");
        await world.DrainAsync(SomeEvents());
        await world.RefreshAsync();
        var read = world.Store.PartsRead;

        Assert.Equal(default, await world.Refresher().RunAsync(Token));
        Assert.Equal(read, world.Store.PartsRead);
    }

    [Fact]
    public async Task Refresh_NewZoneCrashesAtAnyWrite_NextRunCompletesIt()
    {
        using var expected = new RollupWorld(NewZone);
        var events = SomeEvents();
        await expected.DrainAsync(events);
        await expected.RefreshAsync();
        var content = await expected.ContentAsync(NewZone);

        var crashes = 0;
        foreach (var afterWriting in new[] { false, true })
        {
            for (var write = 1; ; write++)
            {
                using var world = new RollupWorld("UTC");
                await world.DrainAsync(events);
                await world.RefreshAsync();
                var store = new CrashingRollupStore(world.Store, write, afterWriting);
                var crash = await Record.ExceptionAsync(() => world.Refresher(store, zone: NewZone).RunAsync(Token));
                if (!store.HasCrashed)
                {
                    break;
                }

                Assert.IsType<TransientStorageException>(crash);
                await world.Refresher(zone: NewZone).RunAsync(Token);
                Assert.Equal(content, await world.ContentAsync(NewZone));
                crashes++;
            }
        }

        Assert.InRange(crashes, 6, 20);
    }

    [Fact]
    public async Task Refresh_HourOfTheNewZoneCannotBeMade_IsSetAsideAndTheRestIsMade()
    {
        using var world = new RollupWorld("UTC");
        await world.DrainAsync(SomeEvents());
        await world.RefreshAsync();
        world.Store.Writing = write =>
        {
            if (write.Bucket.Key is { Level: BucketLevel.Hour, Zone: NewZone } key && key.Start == At("2025-03-30T09:30Z"))
            {
                throw new PermanentStorageException("too large");
            }
        };

        await world.Refresher(zone: NewZone).RunAsync(Token);

        Assert.Equal(1, (await world.Dirty.GetStatusAsync(Token)).SetAside);
        Assert.NotNull(await world.Progress.GetCompleteThroughAsync(NewZone, Token));
        Assert.Equal(1, (await world.DayAsync(new DateOnly(2025, 1, 1), NewZone)).Events.Total);
    }

    // Two years, three months, a broken clock, and days that differ between the zones.
    private static Event[] SomeEvents() =>
    [
        EventOf("1969-07-20T20:17Z", "a", "s0"),
        EventOf("2024-12-31T18:31Z", "a", "s1"),
        EventOf("2024-12-31T18:29Z", "b", "s2"),
        EventOf("2025-03-30T10:15Z", "b", "s3", EventTypes.OrderPlaced, """{"amount":3}"""),
        EventOf("2025-03-30T10:45Z", "c", "s4"),
        EventOf("2025-03-29T20:45Z", "c", "s5"),
    ];
}

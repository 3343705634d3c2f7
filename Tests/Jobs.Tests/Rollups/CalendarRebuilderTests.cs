using Pipeline.Core.Ingestion.Events;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class CalendarRebuilderTests
{
    private const string NewZone = "Asia/Kolkata";

    [Fact]
    public async Task RunAsync_NewZone_EqualsWhatTheRefresherWouldHaveMade()
    {
        using var world = new RollupWorld("UTC");
        using var expected = new RollupWorld(NewZone);
        var events = SomeEvents();
        await world.DrainAsync(events);
        await world.RefreshAsync();
        await expected.DrainAsync(events);
        await expected.RefreshAsync();

        var hours = await world.CalendarRebuilder(NewZone).RunAsync(Token);

        Assert.Equal(await expected.ContentAsync(NewZone), await world.ContentAsync(NewZone));
        Assert.Equal(6, hours);
        Assert.Equal(0, await world.CalendarRebuilder(NewZone).RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_BackInAZoneThatMissedEvents_CatchesUp()
    {
        using var world = new RollupWorld("UTC");
        using var expected = new RollupWorld("UTC");
        Event[] first = [EventOf("2025-03-30T10:15Z", "a", "s1"), EventOf("2025-03-29T10:15Z", "a", "s2")];
        Event[] second = [EventOf("2025-03-30T10:45Z", "b", "s3"), EventOf("2025-03-30T10:15Z", "c", "s4")];
        await expected.DrainAsync([.. first, .. second]);
        await expected.RefreshAsync();
        await world.DrainAsync(first);
        await world.RefreshAsync();

        await world.CalendarRebuilder(NewZone).RunAsync(Token);
        await world.DrainAsync(second);
        await world.Refresher(zone: NewZone).RunAsync(Token);
        var hours = await world.CalendarRebuilder("UTC").RunAsync(Token);

        Assert.Equal(1, hours);
        Assert.Equal(await expected.ContentAsync(), await world.ContentAsync());
        Assert.Equal(0, await world.CalendarRebuilder("UTC").RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_NothingStored_MakesNothing()
    {
        using var world = new RollupWorld();

        Assert.Equal(0, await world.CalendarRebuilder(NewZone).RunAsync(Token));
    }

    [Fact]
    public async Task RunAsync_CrashAtAnyWrite_NextRunCompletesIt()
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
                var crash = await Record.ExceptionAsync(() => world.CalendarRebuilder(NewZone, store).RunAsync(Token));
                if (!store.HasCrashed)
                {
                    break;
                }

                Assert.IsType<IOException>(crash);
                await world.CalendarRebuilder(NewZone).RunAsync(Token);
                Assert.Equal(content, await world.ContentAsync(NewZone));
                crashes++;
            }
        }

        Assert.InRange(crashes, 20, 40);
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

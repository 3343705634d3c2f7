using Pipeline.Core.Ingestion.Events;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class RefreshCostTests
{
    private const double EventsPerSecond = 10_000_000 / 86_400.0;

    /// <summary>
    /// The full density of 10 million events a day, since the cost of a slice grows with the events in it; ten minutes of it, since
    /// every minute costs the same. Events arrive up to 15 s late, one in 5,000 up to an hour.
    /// </summary>
    [Fact]
    public async Task RunAsync_TenMillionEventsADay_ReadsEachAtMostFiveTimes()
    {
        using var world = new RollupWorld(now: "2025-03-30T12:00:00Z");
        var refresher = world.Refresher();
        var random = new Random(1);
        var stored = 0L;
        var partsBefore = 0L;
        for (var tick = 0; tick < 120; tick++)
        {
            world.Clock.Advance(TimeSpan.FromSeconds(5));
            var now = world.Clock.GetUtcNow();
            var events = Enumerable.Range(0, (int)(5 * EventsPerSecond)).Select(_ => EventAt(now - Lateness(random), random)).ToList();
            await world.DrainAsync(events);
            stored += events.Count;

            await refresher.RunAsync(Token);
            if (tick == 12)
            {
                partsBefore = world.Store.PartsRead;
            }
        }

        Assert.InRange(world.Raw.EventsRead / (double)stored, 1, 5);
        // What is added up again and again comes from the cache.
        Assert.Equal(partsBefore, world.Store.PartsRead);
        Assert.Equal(stored, (await world.DayAsync(new DateOnly(2025, 3, 30))).Events.Total);
    }

    [Fact]
    public async Task RunAsync_BacklogOfManyBatches_IsDoneInOneRun()
    {
        using var world = new RollupWorld(now: "2025-03-30T12:00:00Z");
        var random = new Random(1);
        // More events than one batch reads, and more slices than one batch takes.
        var events = Enumerable.Range(0, 260_000)
            .Select(i => EventAt(world.Clock.GetUtcNow() - TimeSpan.FromMinutes(i % 240), random)).ToList();
        await world.DrainAsync(events);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var quiet = Enumerable.Range(1, 20_500).Select(i => At("2025-03-01T00:00Z").AddMinutes(-i)).ToList();
        await world.Dirty.MarkAsync(quiet, world.Clock.GetUtcNow(), Token);

        var result = await world.RefreshAsync();

        Assert.Equal((20_740, 260_000L, 0), (result.Slices, result.EventsRead, result.Unsettled));
        Assert.Equal(260_000, (await world.DayAsync(new DateOnly(2025, 3, 30))).Events.Total);
        Assert.Equal(0, (await world.Dirty.GetStatusAsync(Token)).Waiting);
    }

    private static TimeSpan Lateness(Random random) =>
        random.Next(5_000) == 0 ? TimeSpan.FromMinutes(60 * random.NextDouble()) : TimeSpan.FromSeconds(15 * random.NextDouble());

    private static Event EventAt(DateTimeOffset at, Random random)
    {
        var user = random.Next(20_000);
        return EventOf("2025-01-01T00:00Z", $"u{user}", $"s{user}") with { Timestamp = at };
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Core.Archive.Catalogue;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Tests.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Archive;

public sealed class CompactDaysJobTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 1, 10);

    private readonly RollupWorld _world = new();
    private readonly List<RunProgress> _reports = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Run_BySchedule_MergesThePartsOfDaysThatHaveMany()
    {
        await ArchiveAsync("2025-01-10T10:00Z", "2025-01-10T11:00Z", "2025-01-10T12:00Z", "2025-01-10T13:00Z");
        await ArchiveAsync("2025-01-11T10:00Z", "2025-01-11T11:00Z", "2025-01-11T12:00Z");

        Assert.Equal("4 parts of 1 days became one for each day, 4 events", await RunAsync(new CompactDaysArguments()));

        Assert.Equal([(Day, 5, 4L), (Day.AddDays(1), 1, 1), (Day.AddDays(1), 2, 1), (Day.AddDays(1), 3, 1)], await PartsAsync());
        Assert.Equal([(0L, 4L), (4, 4)], _reports.Select(report => (report.Done, report.Total!.Value)));
        Assert.Null(await RunAsync(new CompactDaysArguments()));
    }

    [Fact]
    public async Task Run_DaysThatWereAskedFor_MergesTheirPartsHoweverFew()
    {
        await ArchiveAsync("2025-01-10T10:00Z", "2025-01-10T11:00Z");
        await ArchiveAsync("2025-01-11T10:00Z", "2025-01-11T11:00Z");

        Assert.Equal("2 parts of 1 days became one for each day, 2 events", await RunAsync(new CompactDaysArguments(Day, Day)));

        Assert.Equal([(Day, 3, 2L), (Day.AddDays(1), 1, 1), (Day.AddDays(1), 2, 1)], await PartsAsync());
        Assert.Equal("No day of these has more than one part in the archive", await RunAsync(new CompactDaysArguments(Day, Day)));
    }

    [Fact]
    public async Task Run_DamagedDay_DoesNotKeepTheOthersFromBeingMerged()
    {
        await ArchiveAsync("2025-01-10T10:00Z", "2025-01-10T11:00Z");
        await ArchiveAsync("2025-01-11T10:00Z", "2025-01-11T11:00Z");
        _world.Events.Memory.Damage("events/dt=2025-01-10/part-2.parquet");

        var failure = await Assert.ThrowsAsync<AggregateException>(() => RunAsync(new CompactDaysArguments(Day, Day.AddDays(1))));

        Assert.StartsWith("1 of 2 days could not be compacted.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([(Day, 1, 1L), (Day, 2, 1), (Day.AddDays(1), 3, 2)], await PartsAsync());
    }

    /// <summary>Each event as a part of its own.</summary>
    private async Task ArchiveAsync(params string[] times)
    {
        foreach (var time in times)
        {
            await _world.DrainAsync(EventOf(time));
            await _world.Events.Archiver().RunAsync(DateOnly.FromDateTime(At(time).UtcDateTime), Token);
        }
    }

    private async Task<IEnumerable<(DateOnly Day, int Generation, long Rows)>> PartsAsync() =>
        (await _world.Events.Catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, Token))
            .Select((ArchivedPart part) => (part.Day, part.Generation, part.Rows));

    private Task<string?> RunAsync(CompactDaysArguments arguments)
    {
        var events = _world.Events;
        var progress = new JobProgress(_world.Clock, (report, _) =>
        {
            _reports.Add(report);
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
        var job = new CompactDaysJob(
            events.Catalogue, events.Leftovers(), events.Rewriter(), Options.Create(events.Options), NullLogger<CompactDaysJob>.Instance);
        return job.RunAsync(arguments, progress, Token);
    }
}

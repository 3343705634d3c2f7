using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Core.Processing.Raw;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Tests.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Archive;

public sealed class ArchiveDaysJobTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 1, 10);

    private readonly RollupWorld _world = new();
    private readonly List<RunProgress> _reports = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Run_NoArguments_ArchivesAllDaysThatAreNotHot()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"), EventOf("2025-01-10T11:00Z"), EventOf("2025-02-27T23:59Z"), EventOf("2025-02-28T00:00Z"));
        _world.Clock.AdjustTime(At("2025-03-30T00:00Z"));

        var result = await RunAsync();

        Assert.StartsWith("3 events of 2 days archived, ", result, StringComparison.Ordinal);
        Assert.Equal([Day, new DateOnly(2025, 2, 27)], (await ArchivedAsync()).Select(part => part.Day));
        Assert.Equal([new DateOnly(2025, 2, 28)], await _world.Raw.GetDaysAsync(Token));
        Assert.Equal([(0L, 3L), (2, 3), (3, 3)], _reports.Select(report => (report.Done, report.Total!.Value)));
    }

    [Fact]
    public async Task Run_Again_HasNothingToDo()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"));
        await RunAsync();

        Assert.Null(await RunAsync());
        Assert.Single(await ArchivedAsync());
    }

    [Fact]
    public async Task Run_OneDay_ArchivesThatOnly()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"), EventOf("2025-01-11T10:00Z"));

        await RunAsync(new ArchiveDaysArguments(Day));

        Assert.Equal(Day, Assert.Single(await ArchivedAsync()).Day);
    }

    [Theory]
    [InlineData("2025-03-31", "2025-03-31 is in the future")]
    [InlineData("2025-03-25", "2025-03-25 is hot for 30 days (Pipeline:Archive:HotDays)")]
    [InlineData("2025-01-10", "2025-01-10 has no events that are not in the archive")]
    public async Task Run_DayThatCannotBeArchived_SaysWhy(string day, string reason)
    {
        await _world.DrainAsync(EventOf("2025-03-25T10:00Z"));

        Assert.Equal($"Nothing archived: {reason}", await RunAsync(new ArchiveDaysArguments(DateOnly.Parse(day, null))));
        Assert.Empty(await ArchivedAsync());
    }

    [Fact]
    public async Task Run_DamagedDay_DoesNotKeepTheOthersFromTheArchive()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"));
        await RunAsync();
        _world.Events.Memory.Damage(Assert.Single(await ArchivedAsync()).Key);
        await _world.DrainAsync(EventOf("2025-01-10T12:00Z"), EventOf("2025-01-11T10:00Z"));

        var failure = await Assert.ThrowsAsync<AggregateException>(() => RunAsync());

        Assert.StartsWith("1 of 2 days could not be archived.", failure.Message, StringComparison.Ordinal);
        Assert.Equal([Day, Day.AddDays(1)], (await ArchivedAsync()).Select(part => part.Day));
        Assert.Equal(new SealedDay(Day, 2), Assert.Single(await _world.Raw.Sealed.GetAsync(Day, Day, Token)));
    }

    private Task<IReadOnlyList<Core.Archive.Catalogue.ArchivedPart>> ArchivedAsync() =>
        _world.Events.Catalogue.GetPartsAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);

    private Task<string?> RunAsync(ArchiveDaysArguments? arguments = null)
    {
        var progress = new JobProgress(_world.Clock, (report, _) =>
        {
            _reports.Add(report);
            // Each report a second after the last one, so that all are written.
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
        return new ArchiveDaysJob(_world.Events.Archiver(), NullLogger<ArchiveDaysJob>.Instance)
            .RunAsync(arguments ?? new ArchiveDaysArguments(), progress, Token);
    }
}

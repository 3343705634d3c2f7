using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Pipeline.Core.History;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Archive;
using Pipeline.Jobs.Running;
using Pipeline.Jobs.Tests.Rollups;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Archive;

/// <summary>In a zone of which an hour lies in two UTC days.</summary>
public sealed class ExpireDaysJobTests : IDisposable
{
    private const int KeepDays = 60;

    private static readonly DateOnly Day = new(2025, 1, 10);

    private readonly RollupWorld _world = new("Asia/Kolkata");
    private readonly List<RunProgress> _reports = [];

    public ExpireDaysJobTests() => _world.Clock.AdjustTime(At("2025-03-12T00:00Z"));

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Run_OldDays_LoseTheirEventsAndKeepTheirNumbers()
    {
        await _world.DrainAsync(
            EventOf("2025-01-09T10:00Z"), EventOf("2025-01-10T10:00Z"), EventOf("2025-01-10T23:50Z"), EventOf("2025-01-11T00:10Z"), EventOf("2025-01-11T10:00Z"));
        await _world.RefreshAsync();
        await _world.Events.Archiver().RunAsync(Day, Token);
        var numbers = await _world.ContentAsync();

        var result = await RunAsync();

        Assert.StartsWith("3 events of 2 days deleted, 2025-01-09 to 2025-01-10, and 1 files with ", result, StringComparison.Ordinal);
        Assert.Equal([Day.AddDays(1)], (await _world.Events.History().GetDaysAsync(Token)).Select(day => day.Day));
        Assert.Equal([(0L, 3L), (1, 3), (3, 3)], _reports.Select(report => (report.Done, report.Total!.Value)));
        Assert.Null(await RunAsync());

        // Neither a rebuild nor an event that waited somewhere until now takes anything from the numbers.
        await _world.RebuildMarker().RunAsync(DateOnly.MinValue, DateOnly.MaxValue, Token);
        await _world.DrainAsync(EventOf("2025-01-10T11:00Z"), EventOf("2025-01-11T00:20Z"));
        await _world.RefreshAsync();
        Assert.Equal(numbers, await _world.ContentAsync());
        Assert.Equal(0, (await _world.Dirty.GetStatusAsync(Token)).Waiting);

        await _world.DrainAsync(EventOf("2025-01-11T11:00Z"));
        await _world.RefreshAsync();
        Assert.NotEqual(numbers, await _world.ContentAsync());
        await RunAsync();
        Assert.Equal([Day.AddDays(1)], (await _world.Events.History().GetDaysAsync(Token)).Select(day => day.Day));
    }

    [Fact]
    public async Task Run_EventsThatAreNotInTheNumbersYet_WaitsForThem()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"));

        Assert.Equal("Nothing deleted: events of 2025-01-10 are not in the numbers yet; the next run tries again", await RunAsync());
        Assert.Single(await _world.Events.History().GetDaysAsync(Token));

        await _world.RefreshAsync();
        Assert.StartsWith("1 events of 1 days deleted", await RunAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_KeptForEver_DeletesNothing()
    {
        await _world.DrainAsync(EventOf("2025-01-10T10:00Z"));
        await _world.RefreshAsync();

        Assert.Null(await RunAsync(keepDays: 0));
        Assert.Single(await _world.Events.History().GetDaysAsync(Token));
    }

    private Task<string?> RunAsync(int keepDays = KeepDays)
    {
        var progress = new JobProgress(_world.Clock, (report, _) =>
        {
            _reports.Add(report);
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.CompletedTask;
        });
        var job = new ExpireDaysJob(
            _world.Events.Expiring(),
            _world.Events.Expirer(),
            _world.Dirty,
            Options.Create(new ArchivingOptions { KeepDays = keepDays }),
            _world.Clock,
            NullLogger<ExpireDaysJob>.Instance);
        return job.RunAsync(new NoArguments(), progress, Token);
    }
}

using Pipeline.Core.Runs;
using Pipeline.Jobs.Rollups;
using Pipeline.Jobs.Running;
using Xunit;
using static Pipeline.Jobs.Tests.Rollups.RollupWorld;

namespace Pipeline.Jobs.Tests.Rollups;

public sealed class RebuildRollupsJobTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 3, 30);

    private readonly RollupWorld _world = new("Europe/Berlin");
    private readonly List<RunProgress> _reports = [];

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task RunAsync_Days_FollowsTheirSlicesUntilTheyAreFolded()
    {
        await DrainThreeDaysAsync();
        var run = StartAsync(new(Day, Day.AddDays(1)));

        await StepUntilAsync(() => _reports.Count > 1);
        Assert.Equal(new RunProgress(0, 2, 0, null), _reports[0]);
        Assert.False(run.IsCompleted);

        await _world.RefreshAsync();
        await StepUntilAsync(() => run.IsCompleted);
        Assert.Equal("2 slices folded again", await run);
        Assert.Equal(2, _reports[^1].Done);
    }

    [Fact]
    public async Task RunAsync_NoDays_TakesEverything()
    {
        await DrainThreeDaysAsync();
        var run = StartAsync(new());
        await StepUntilAsync(() => _reports.Count > 0);

        await _world.RefreshAsync();
        await StepUntilAsync(() => run.IsCompleted);

        Assert.Equal("3 slices folded again", await run);
    }

    [Fact]
    public async Task RunAsync_NewEventsKeepComing_IsDoneAllTheSame()
    {
        await DrainThreeDaysAsync();
        var run = StartAsync(new());
        await StepUntilAsync(() => _reports.Count > 0);
        await _world.RefreshAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(5));

        await _world.DrainAsync(EventOf("2025-04-02T10:00Z"));
        await StepUntilAsync(() => run.IsCompleted);

        Assert.Equal("3 slices folded again", await run);
    }

    [Fact]
    public async Task RunAsync_NobodyFolds_GivesUpAndSaysSo()
    {
        await DrainThreeDaysAsync();
        var run = StartAsync(new(Day, Day));

        await StepUntilAsync(() => run.IsCompleted, TimeSpan.FromMinutes(10));

        Assert.Equal("0 of 1 slices folded again; the others are still marked", await run);
    }

    private async Task DrainThreeDaysAsync()
    {
        await _world.DrainAsync(EventOf("2025-03-30T10:00Z"), EventOf("2025-03-31T10:00Z"), EventOf("2025-04-01T10:00Z"));
        await _world.RefreshAsync();
    }

    private Task<string?> StartAsync(RebuildRollupsArguments arguments)
    {
        var marker = _world.RebuildMarker();
        var progress = new JobProgress(_world.Clock, (report, _) =>
        {
            _reports.Add(report);
            return Task.CompletedTask;
        });
        return new RebuildRollupsJob(marker, _world.Dirty, _world.Clock).RunAsync(arguments, progress, Token);
    }

    private async Task StepUntilAsync(Func<bool> isTrue, TimeSpan? step = null)
    {
        for (var i = 0; !isTrue(); i++)
        {
            Assert.True(i < 10_000, "It never comes true.");
            _world.Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}

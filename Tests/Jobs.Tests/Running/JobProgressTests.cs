using Microsoft.Extensions.Time.Testing;
using Pipeline.Core.Runs;
using Pipeline.Jobs.Running;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Jobs.Tests.Running;

public sealed class JobProgressTests
{
    private readonly FakeTimeProvider _time = new(Builders.Noon);
    private readonly List<RunProgress> _written = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Report_Often_WritesOnceASecondAndKnowsTheLatest()
    {
        var progress = Create();
        for (var done = 1; done <= 100; done++)
        {
            await progress.ReportAsync(done, 1_000, Token);
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal([1, 11, 21, 31, 41, 51, 61, 71, 81, 91], _written.Select(report => report.Done));
        Assert.Equal(100, progress.Latest!.Done);
    }

    [Fact]
    public async Task Report_AfterAWhile_KnowsRateAndTimeLeft()
    {
        var progress = Create();
        _time.Advance(TimeSpan.FromSeconds(10));

        await progress.ReportAsync(1_200, 5_000, Token);

        Assert.Equal(new RunProgress(1_200, 5_000, 120, 31.7), progress.Latest);
        Assert.Equal("1,200 of 5,000 (24 %), 120 a second, 32 s left", ShownProgress.Describe(progress.Latest!));
    }

    [Fact]
    public async Task Report_TotalUnknown_PromisesNothing()
    {
        var progress = Create();
        _time.Advance(TimeSpan.FromSeconds(2));

        await progress.ReportAsync(7, null, Token);

        Assert.Equal(new RunProgress(7, null, 3.5, null), progress.Latest);
        Assert.Equal("7, 4 a second", ShownProgress.Describe(progress.Latest!));
    }

    private JobProgress Create() => new(_time, (report, _) =>
    {
        _written.Add(report);
        return Task.CompletedTask;
    });
}

using Microsoft.Extensions.Time.Testing;
using Pipeline.Tools.Bench;
using Xunit;

namespace Pipeline.Tools.Tests.Bench;

public sealed class PacedProbeTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ServerStandsStill_CountsTheWaitOfEveryRequestThatWasDueMeanwhile()
    {
        var requests = 0;
        var probe = new PacedProbe(TimeSpan.FromMilliseconds(10), _time);

        // The first one takes 40 ms, the others no time.
        var result = await probe.RunAsync(
            TimeSpan.FromMilliseconds(50),
            _ =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(requests++ == 0 ? 40 : 0));
                return Task.FromResult(true);
            },
            Token);

        Assert.Equal([40, 30, 20, 10, 0], result.Milliseconds);
    }

    [Fact]
    public async Task RunAsync_ServerStandsStillToTheEnd_SendsNothingMoreButCountsTheWaits()
    {
        var requests = 0;
        var probe = new PacedProbe(TimeSpan.FromMilliseconds(10), _time);

        var result = await probe.RunAsync(
            TimeSpan.FromMilliseconds(30),
            _ =>
            {
                _time.Advance(TimeSpan.FromSeconds(++requests));
                return Task.FromResult(true);
            },
            Token);

        Assert.Equal(1, requests);
        Assert.Equal([1_000, 990, 980], result.Milliseconds);
    }

    [Fact]
    public async Task RunAsync_FastServer_WaitsUntilTheNextRequestIsDue()
    {
        var requests = 0;
        var probe = new PacedProbe(TimeSpan.FromMilliseconds(10), _time);

        var running = probe.RunAsync(TimeSpan.FromMilliseconds(20), _ => Task.FromResult(++requests > 0), Token);
        Assert.Equal(1, requests);
        _time.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal(1, requests);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal([0, 0], (await running).Milliseconds);
        Assert.Equal(2, requests);
    }

    [Fact]
    public async Task RunAsync_WrongAnswers_AreCounted()
    {
        var requests = 0;
        var probe = new PacedProbe(TimeSpan.FromMilliseconds(10), _time);

        var result = await probe.RunAsync(
            TimeSpan.FromMilliseconds(30),
            _ =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(10));
                return Task.FromResult(requests++ == 1);
            },
            Token);

        Assert.Equal(2, result.Failures);
    }
}

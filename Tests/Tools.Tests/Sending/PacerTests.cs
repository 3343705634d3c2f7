using Microsoft.Extensions.Time.Testing;
using Pipeline.Tools.Sending;
using Xunit;

namespace Pipeline.Tools.Tests.Sending;

public sealed class PacerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task WaitAsync_BeforeTheRateAllows_WaitsAsLongAsTheLastBatchLasts()
    {
        var pacer = new Pacer(eventsPerSecond: 100, _time);
        await pacer.WaitAsync(50, TestContext.Current.CancellationToken);

        var second = pacer.WaitAsync(50, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(second.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await second;
    }

    [Fact]
    public async Task WaitAsync_AfterAPause_DoesNotCatchUp()
    {
        var pacer = new Pacer(eventsPerSecond: 100, _time);
        await pacer.WaitAsync(100, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(1));
        await pacer.WaitAsync(100, TestContext.Current.CancellationToken);

        Assert.False(pacer.WaitAsync(100, TestContext.Current.CancellationToken).IsCompleted);
    }
}

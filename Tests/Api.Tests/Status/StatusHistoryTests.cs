using Pipeline.Api.Contracts;
using Pipeline.Api.Status;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Api.Tests.Status;

public sealed class StatusHistoryTests
{
    private readonly StatusHistory _history = new();

    [Fact]
    public void Add_ForMoreThanAnHour_KeepsTheLastHour()
    {
        for (var n = 0; n < 500; n++)
        {
            _history.Add(Drained(0), Builders.Noon + n * StatusHistory.Every);
        }

        var kept = _history.Read();
        Assert.Equal(121, kept.Count);
        Assert.Equal((TimeSpan.FromHours(1), Builders.Noon + 499 * StatusHistory.Every), (kept[^1].At - kept[0].At, kept[^1].At));
    }

    [Fact]
    public void Add_ClockWentBack_KeepsNoMoreThanForAnHour()
    {
        for (var n = 0; n < 500; n++)
        {
            _history.Add(Drained(0), Builders.Noon + n * StatusHistory.Every - (n < 250 ? TimeSpan.Zero : TimeSpan.FromDays(1)));
        }

        Assert.Equal(121, _history.Read().Count);
    }

    [Fact]
    public void Add_AfterAPause_DividesByTheTimeThatHasPassed()
    {
        _history.Add(Drained(100), Builders.Noon);
        _history.Add(Drained(700), Builders.Noon.AddMinutes(1));
        _history.Add(Drained(700), Builders.Noon.AddMinutes(2));

        Assert.Equal([null, 10, 0], _history.Read().Select(sample => sample.DrainedPerSecond));
    }

    [Theory]
    [InlineData(-1, 200)]
    [InlineData(0, 200)]
    [InlineData(30, 50)]
    public void Add_ClockOrLedgerWentBack_HasNoRate(int seconds, long drained)
    {
        _history.Add(Drained(100), Builders.Noon);
        _history.Add(Drained(drained), Builders.Noon.AddSeconds(seconds));

        Assert.Null(_history.Read()[^1].DrainedPerSecond);
    }

    private static OpsStatus Drained(long count) => new(
        new(0, 0, 0, 0), new(0, null, new(0, [])), new(0), new(0, 0, 0, 0, 0), new(count, count, 0, 0, 0, 0, 0, []), null, new(0));
}

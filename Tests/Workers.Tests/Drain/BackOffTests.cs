using CsCheck;
using Pipeline.Workers.Drain;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class BackOffTests
{
    [Fact]
    public void Next_AfterAnyNumberOfFailures_LiesBetweenHalfAndTheWholeOfItsStep() =>
        Gen.Int[1, 200].Sample(failures =>
        {
            var backOff = new BackOff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30));
            var pause = TimeSpan.Zero;
            for (var failure = 0; failure < failures; failure++)
            {
                pause = backOff.Next();
            }

            var step = Math.Min(30, 0.5 * Math.Pow(2, failures - 1));
            Assert.InRange(pause.TotalSeconds, step / 2, step);
        });

    [Fact]
    public void Reset_AfterFailures_StartsAgainSmall()
    {
        var backOff = new BackOff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        backOff.Next();
        backOff.Next();

        backOff.Reset();

        Assert.False(backOff.IsFailing);
        Assert.InRange(backOff.Next().TotalSeconds, 0.5, 1);
    }
}

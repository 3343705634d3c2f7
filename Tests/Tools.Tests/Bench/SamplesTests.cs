using Pipeline.Tools.Bench;
using Xunit;

namespace Pipeline.Tools.Tests.Bench;

public sealed class SamplesTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.95, 95)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void Percentile_OneToAHundred_IsTheRankItself(double share, double expected) =>
        Assert.Equal(expected, Samples.Percentile(Enumerable.Range(1, 100).Reverse().Select(number => (double)number), share));

    [Fact]
    public void Percentile_FewSamples_IsTheNextHigherOne() => Assert.Equal(30, Samples.Percentile([30, 10, 20], 0.95));

    [Fact]
    public void Median_EvenNumberOfSamples_IsTheLowerOfTheTwo() => Assert.Equal(2, Samples.Median([4, 1, 2, 3]));
}

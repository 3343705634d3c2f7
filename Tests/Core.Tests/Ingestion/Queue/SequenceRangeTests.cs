using Pipeline.Core.Ingestion.Queue;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

public sealed class SequenceRangeTests
{
    [Fact]
    public void Join_RangesThatTouchOrOverlap_BecomeOneInAscendingOrder()
    {
        SequenceRange[] ranges = [new(30, 31), new(0, 5), new(5, 10), new(8, 12), new(2, 3), new(20, 30)];

        Assert.Equal([new(0, 12), new(20, 31)], SequenceRange.Join(ranges));
    }

    [Fact]
    public void Join_NoRanges_IsEmpty() => Assert.Empty(SequenceRange.Join([]));

    [Theory]
    [InlineData(10, 20, "10 to 19")]
    [InlineData(7, 8, "7")]
    public void ToString_OneOrManyNumbers_NamesFirstAndLast(long start, long end, string expected) =>
        Assert.Equal(expected, new SequenceRange(start, end).ToString());
}

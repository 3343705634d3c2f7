using Pipeline.Jobs.FailedBatches;
using Xunit;

namespace Pipeline.Jobs.Tests.FailedBatches;

public sealed class RetryStagesTests
{
    [Fact]
    public void Add_NothingFails_GoesOnInGrowingStages()
    {
        var stages = new RetryStages(done: 0, maxFailedShare: 0);
        var sizes = new List<long>();
        for (var stage = 0; stage < 5; stage++)
        {
            sizes.Add(stages.Left);
            Assert.Null(stages.Add((int)stages.Left, failed: 0));
        }

        Assert.Equal([1, 10, 100, 1_000, 1_000], sizes);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 2, 10)]
    [InlineData(7, 2, 4)]
    [InlineData(11, 3, 100)]
    [InlineData(110, 3, 1)]
    [InlineData(1_111, 5, 1_000)]
    [InlineData(1_500, 5, 611)]
    public void Create_SomeAreDone_GoesOnInTheirStage(long done, int number, long left)
    {
        var stages = new RetryStages(done, maxFailedShare: 0);

        Assert.Equal((number, left), (stages.Number, stages.Left));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public void Add_StageIsOver_StopsWhenMoreThanTheShareFailed(int failed, bool stops)
    {
        var stages = new RetryStages(done: 1, maxFailedShare: 0.2);
        Assert.Null(stages.Add(5, failed));

        var stop = stages.Add(5, 0);

        Assert.Equal(stops ? $"stopped after stage 2: {failed} of 10 failed, at most 20 % may" : null, stop);
    }
}

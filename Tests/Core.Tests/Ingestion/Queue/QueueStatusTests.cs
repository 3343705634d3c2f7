using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Core.Tests.Ingestion.Queue;

public sealed class QueueStatusTests
{
    [Theory]
    [InlineData(0, 90)]
    [InlineData(90, 0)]
    [InlineData(91, 0)]
    [InlineData(null, 0)]
    public void AgeAt_OldestSentThen_IsTimeSinceAndNeverNegative(int? sentAfter, int age)
    {
        var status = new QueueStatus(1, 0, sentAfter is { } seconds ? Builders.Noon.AddSeconds(seconds) : null, 0);

        Assert.Equal(TimeSpan.FromSeconds(age), status.AgeAt(Builders.Noon.AddSeconds(90)));
    }
}

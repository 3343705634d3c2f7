using Pipeline.Core.Processing.Probes;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Core.Tests.Processing.Probes;

public sealed class ProbeJourneysTests
{
    [Fact]
    public void Of_None_SaysNothing() => Assert.Equal(new ProbeJourneys(null, null), ProbeJourneys.Of([]));

    [Fact]
    public void Of_LatestHasArrived_WaitsForNone() =>
        Assert.Equal(new ProbeJourneys(Arrived(3), null), ProbeJourneys.Of([Arrived(3), Sent(2), Arrived(1)]));

    [Fact]
    public void Of_SomeUnderWay_WaitsSinceTheFirstAfterTheLastThatArrived() =>
        Assert.Equal(new ProbeJourneys(Arrived(2), Sent(3).SentAt), ProbeJourneys.Of([Sent(4), Sent(3), Arrived(2), Sent(1)]));

    [Fact]
    public void Of_NoneHasArrived_WaitsForTheFirst() => Assert.Equal(new ProbeJourneys(null, Sent(1).SentAt), ProbeJourneys.Of([Sent(2), Sent(1)]));

    private static Probe Sent(int minute) => new(Builders.Noon.AddMinutes(minute));

    private static Probe Arrived(int minute) => Sent(minute) with
    {
        QueuedAt = Builders.Noon.AddMinutes(minute), StoredAt = Builders.Noon.AddMinutes(minute), RolledUpAt = Builders.Noon.AddMinutes(minute),
    };
}

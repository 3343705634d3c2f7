using Pipeline.Api.Ingest;
using Pipeline.Core.Ingestion.Queue;
using Xunit;

namespace Pipeline.Api.Tests.Ingest;

public sealed class CompressionEstimateTests
{
    private readonly CompressionEstimate _estimate = new();

    [Fact]
    public void Capacity_NothingLearned_FitsWhatDoesNotCompress() => Assert.InRange(_estimate.Capacity, 1, EnvelopeCodec.MaxBodyLength);

    [Fact]
    public void Learn_SteadyRatio_ApproachesAFullEnvelope()
    {
        for (var n = 0; n < 40; n++)
        {
            _estimate.Learn(_estimate.Capacity, _estimate.Capacity / 5);
        }

        Assert.InRange(_estimate.Capacity / 5, EnvelopeCodec.MaxBodyLength * 0.85, EnvelopeCodec.MaxBodyLength * 0.95);
    }

    [Fact]
    public void Learn_WorseRatio_ShrinksAtOnce()
    {
        for (var n = 0; n < 40; n++)
        {
            _estimate.Learn(_estimate.Capacity, _estimate.Capacity / 5);
        }

        _estimate.Learn(_estimate.Capacity, _estimate.Capacity / 2);

        Assert.InRange(_estimate.Capacity / 2, 0, EnvelopeCodec.MaxBodyLength);
    }

    [Fact]
    public void Learn_SmallEnvelope_ChangesNothing()
    {
        var before = _estimate.Capacity;
        _estimate.Learn(300, 300);
        _estimate.Learn(300, 30);

        Assert.Equal(before, _estimate.Capacity);
    }
}

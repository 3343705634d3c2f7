using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>Learns how many bytes of items fill one envelope, so that envelopes are full and seldom have to be split.</summary>
internal sealed class CompressionEstimate
{
    private const double FillTarget = 0.9;
    private const double Caution = 0.3;

    private double _bytesPerCharacter = 1;

    /// <summary>Bytes of items to put into the next envelope.</summary>
    public int Capacity =>
        (int)Math.Min(EnvelopeCodec.MaxContentBytes / 2, EnvelopeCodec.MaxBodyLength * FillTarget * _bytesPerCharacter);

    public void Learn(int bytes, int characters)
    {
        var seen = (double)bytes / characters;

        // Small envelopes compress worse and say nothing about full ones.
        if (bytes < Capacity / 2)
        {
            return;
        }

        _bytesPerCharacter = seen < _bytesPerCharacter ? seen : _bytesPerCharacter + Caution * (seen - _bytesPerCharacter);
    }
}

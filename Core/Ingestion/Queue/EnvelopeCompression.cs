using ZstdSharp;

namespace Pipeline.Core.Ingestion.Queue;

/// <summary>Zstandard with one reused context per thread: making a context costs more than compressing an envelope.</summary>
internal static class EnvelopeCompression
{
    // Level 1 is twice as fast as 3 and costs a tenth more bytes; the sender's CPU is what limits ingest.
    private const int Level = 1;

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    public static int Compress(ReadOnlySpan<byte> source, Span<byte> target) =>
        (_compressor ??= new Compressor(Level)).Wrap(source, target);

    /// <exception cref="EnvelopeFormatException">Not zstd, or larger than <paramref name="maxBytes"/>.</exception>
    public static byte[] Decompress(ReadOnlySpan<byte> source, int maxBytes)
    {
        try
        {
            var size = Decompressor.GetDecompressedSize(source);
            if (size > (ulong)maxBytes)
            {
                throw new EnvelopeFormatException($"must not decompress to more than {maxBytes} bytes");
            }

            var target = GC.AllocateUninitializedArray<byte>((int)size);
            var length = (_decompressor ??= new Decompressor()).Unwrap(source, target);
            return length == target.Length ? target : target[..length];
        }
        catch (ZstdException invalid)
        {
            throw new EnvelopeFormatException("must hold valid zstd data", invalid);
        }
    }
}

using System.Buffers.Binary;
using Pipeline.MongoServer.Values;

namespace Pipeline.MongoServer.Wire;

/// <summary>Cuts a stream of bytes into messages by the length that each begins with.</summary>
internal sealed class FrameReader(Stream stream)
{
    private const int LengthBytes = 4;
    private readonly byte[] _length = new byte[LengthBytes];

    /// <summary>The next message, or <see langword="null"/> when the client has hung up.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        var read = await stream.ReadAtLeastAsync(_length, LengthBytes, throwOnEndOfStream: false, cancellationToken);
        if (read < LengthBytes)
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if (length is < RequestParser.HeaderBytes or > Limits.MaxMessageBytes)
        {
            throw new InvalidDataException($"A message cannot have {length} bytes");
        }

        var frame = new byte[length];
        _length.CopyTo(frame, 0);
        await stream.ReadExactlyAsync(frame.AsMemory(LengthBytes), cancellationToken);
        return frame;
    }
}

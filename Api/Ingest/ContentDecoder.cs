using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Pipeline.Api.Ingest;

/// <summary>
/// Decompresses a body that is in memory, and refuses one that has anything behind its compressed data: the framework's streams would
/// read the data and ignore the rest.
/// </summary>
internal static class ContentDecoder
{
    public static bool Knows(string encoding) => Find(encoding) is not null;

    /// <summary>Appends at most one byte more than <paramref name="limit"/> to <paramref name="target"/>.</summary>
    /// <returns>The number of bytes, <c>limit + 1</c> standing for any larger number.</returns>
    /// <exception cref="InvalidDataException">The data is corrupt, cut off, or has something behind it.</exception>
    public static int Decode(string encoding, ReadOnlyMemory<byte> body, int limit, PooledBuffer target) =>
        Find(encoding)!(body, limit, target);

    private static Decoder? Find(string encoding) => encoding.ToUpperInvariant() switch
    {
        "GZIP" => DecodeGzip,
        "DEFLATE" => (body, limit, target) => DecodeStream(body, limit, target, source => new ZLibStream(source, CompressionMode.Decompress)),
        "BR" => DecodeBrotli,
        _ => null,
    };

    private static int DecodeGzip(ReadOnlyMemory<byte> body, int limit, PooledBuffer target)
    {
        var length = DecodeStream(body, limit, target, source => new GZipStream(source, CompressionMode.Decompress));

        // A member ends with its length. The stream looks for another member behind the last one and so swallows a single stray byte:
        // without that byte the data would still be whole.
        var isSuspect = length <= limit && !body.IsEmpty && BinaryPrimitives.ReadUInt32LittleEndian(body.Span[^sizeof(uint)..]) != length;
        if (isSuspect && IsWhole(body[..^1], length))
        {
            throw TrailingData();
        }

        return length;
    }

    private static bool IsWhole(ReadOnlyMemory<byte> body, int length)
    {
        using var discarded = new PooledBuffer(length + 1);
        try
        {
            return DecodeStream(body, length, discarded, source => new GZipStream(source, CompressionMode.Decompress)) == length;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static int DecodeStream(ReadOnlyMemory<byte> body, int limit, PooledBuffer target, Func<Stream, Stream> decompress)
    {
        using var source = new LastByteApart(body);
        using var stream = decompress(source);
        var length = 0;
        while (length <= limit)
        {
            var free = target.GetSpan(1);
            var read = stream.Read(free[..Math.Min(free.Length, limit + 1 - length)]);
            if (read == 0)
            {
                return source.IsAtEnd ? length : throw TrailingData();
            }

            target.Advance(read);
            length += read;
        }

        return length;
    }

    private static int DecodeBrotli(ReadOnlyMemory<byte> body, int limit, PooledBuffer target)
    {
        using var decoder = new BrotliDecoder();
        var rest = body.Span;
        var length = 0;
        while (length <= limit)
        {
            var free = target.GetSpan(1);
            var status = decoder.Decompress(rest, free[..Math.Min(free.Length, limit + 1 - length)], out var consumed, out var written);
            target.Advance(written);
            length += written;
            rest = rest[consumed..];
            switch (status)
            {
                case OperationStatus.Done:
                    return rest.IsEmpty ? length : throw TrailingData();
                case OperationStatus.DestinationTooSmall:
                    break;
                default:
                    throw new InvalidDataException("The data is corrupt or cut off.");
            }
        }

        return length;
    }

    private static InvalidDataException TrailingData() => new("There is something behind the compressed data.");

    private delegate int Decoder(ReadOnlyMemory<byte> body, int limit, PooledBuffer target);

    /// <summary>Gives out its last byte alone: whoever has not asked for it has not needed everything.</summary>
    private sealed class LastByteApart(ReadOnlyMemory<byte> bytes) : Stream
    {
        private int _position;

        public bool IsAtEnd => _position == bytes.Length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => bytes.Length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            var available = _position < bytes.Length - 1 ? bytes.Length - 1 - _position : bytes.Length - _position;
            var count = Math.Min(available, buffer.Length);
            bytes.Span.Slice(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

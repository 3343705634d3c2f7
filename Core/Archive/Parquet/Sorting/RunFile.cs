using System.Buffers.Binary;
using ZstdSharp;

namespace Pipeline.Core.Archive.Parquet.Sorting;

/// <summary>Sorted records on disk, compressed, each with its length before it.</summary>
internal static class RunFile
{
    private const int BufferBytes = 256 << 10;

    // What the disk takes is what counts: it is written once and read once.
    private const int CompressionLevel = 1;

    public static void Write(string path, RecordSource records, CancellationToken cancellationToken)
    {
        using var file = OwnerOnly.CreateFile(path, FileAccess.Write, FileShare.None, FileOptions.SequentialScan);
        using var compressed = new CompressionStream(file, CompressionLevel, leaveOpen: true);
        // The codec gets large pieces.
        using var buffered = new BufferedStream(compressed, BufferBytes);
        Span<byte> length = stackalloc byte[sizeof(int)];
        while (records.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            BinaryPrimitives.WriteInt32LittleEndian(length, records.Current.Length);
            buffered.Write(length);
            buffered.Write(records.Current);
        }
    }

    public static RecordSource Open(string path) => new Reader(path);

    private sealed class Reader : RecordSource
    {
        private readonly FileStream _file;
        private readonly DecompressionStream _content;
        private byte[] _buffer = new byte[BufferBytes];
        private int _start;
        private int _end;
        private int _length;
        private UInt128 _prefix;

        public Reader(string path)
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            _content = new DecompressionStream(_file, leaveOpen: true);
        }

        public override ReadOnlySpan<byte> Current => _buffer.AsSpan(_start, _length);

        public override UInt128 Prefix => _prefix;

        public override bool MoveNext()
        {
            _start += _length;
            _length = 0;
            if (!Fill(sizeof(int)))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(_start));
            _start += sizeof(int);
            if (!Fill(length))
            {
                throw new EndOfStreamException("A sorted run ends within a record.");
            }

            _length = length;
            _prefix = EventRecord.PrefixOf(Current);
            return true;
        }

        public override void Dispose()
        {
            _content.Dispose();
            _file.Dispose();
        }

        /// <summary>Has this many bytes after the start; false when the file ends just there.</summary>
        private bool Fill(int bytes)
        {
            if (_end - _start >= bytes)
            {
                return true;
            }

            var rest = _buffer.AsSpan(_start, _end - _start);
            var target = bytes > _buffer.Length ? new byte[bytes] : _buffer;
            rest.CopyTo(target);
            (_buffer, _start, _end) = (target, 0, rest.Length);
            _end += _content.ReadAtLeast(_buffer.AsSpan(_end), bytes - _end, throwOnEndOfStream: false);
            return _end >= bytes || (_end > 0 ? throw new EndOfStreamException("A sorted run ends within a record.") : false);
        }
    }
}

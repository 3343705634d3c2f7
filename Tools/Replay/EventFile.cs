using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Pipeline.Tools.Sending;

namespace Pipeline.Tools.Replay;

/// <summary>An NDJSON file, plain or gzip (told apart by its first bytes), read as a stream of batches.</summary>
internal sealed class EventFile(string path, SendTally tally) : IDisposable
{
    /// <summary>No valid event is this long; a longer line is skipped without being kept.</summary>
    private const int MaxLineBytes = 256 * 1_024;

    private static readonly string TooLong = $"line: must be at most {MaxLineBytes:N0} bytes; not sent";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly FileStream _file = File.OpenRead(path);
    private readonly string _name = Path.GetFileName(path);
    private long _line;

    /// <summary>Size on disk.</summary>
    public long Length => _file.Length;

    /// <summary>How much of <see cref="Length"/> has been read.</summary>
    public long Position => _file.Position;

    /// <summary>The events in the order of the file. Empty lines count as lines but not as events.</summary>
    public async IAsyncEnumerable<EventBatch> ReadAsync(
        int maxEvents, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(Open(), new StreamPipeReaderOptions(bufferSize: 128 * 1_024));
        var batch = new EventBatch(_name);
        var skipping = false;
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            while (TryReadLine(ref buffer, result.IsCompleted, out var line))
            {
                var number = ++_line;
                var isRest = skipping;
                skipping = false;
                if (isRest || line.Length > MaxLineBytes)
                {
                    tally.Refused(_name, number, TooLong);
                    continue;
                }

                line = Trim(number, line);
                if (line.IsEmpty)
                {
                    continue;
                }

                if (!IsUtf8(line))
                {
                    tally.Refused(_name, number, "line: must be UTF-8; not sent");
                    continue;
                }

                if (!batch.HasRoomFor(line.Length, maxEvents))
                {
                    yield return batch;
                    batch = new EventBatch(_name);
                }

                batch.Add(number, line);
            }

            if (result.IsCompleted)
            {
                break;
            }

            if (buffer.Length > MaxLineBytes)
            {
                skipping = true;
                buffer = buffer.Slice(buffer.End);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }

        await reader.CompleteAsync();
        if (skipping)
        {
            tally.Refused(_name, ++_line, TooLong);
        }

        if (batch.Lines.Count > 0)
        {
            yield return batch;
        }
    }

    public void Dispose() => _file.Dispose();

    private Stream Open()
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = _file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        _file.Position = 0;
        return isGzip ? new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true) : _file;
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        var hasRest = isLast && !buffer.IsEmpty;
        if (hasRest)
        {
            buffer = buffer.Slice(buffer.End);
        }

        return hasRest;
    }

    private static ReadOnlySequence<byte> Trim(long number, ReadOnlySequence<byte> line)
    {
        if (number == 1 && line.Length >= ByteOrderMark.Length
            && line.Slice(0, ByteOrderMark.Length).ToArray().AsSpan().SequenceEqual(ByteOrderMark))
        {
            line = line.Slice(ByteOrderMark.Length);
        }

        while (!line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return line;
    }

    private static bool IsUtf8(in ReadOnlySequence<byte> line) =>
        Utf8.IsValid(line.IsSingleSegment ? line.FirstSpan : line.ToArray());
}

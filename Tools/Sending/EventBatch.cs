using System.Buffers;

namespace Pipeline.Tools.Sending;

/// <summary>Events of one source on their way to the server, as NDJSON.</summary>
/// <param name="source">What a reject is reported against: the file's name.</param>
internal sealed class EventBatch(string source)
{
    /// <summary>The server takes 1 MiB per request.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>The server takes 1,000 events per request.</summary>
    public const int MaxEvents = 1_000;

    private readonly ArrayBufferWriter<byte> _body = new(64 * 1_024);
    private readonly List<EventLine> _lines = [];

    public string Source { get; } = source;

    public ReadOnlyMemory<byte> Body => _body.WrittenMemory;

    public IReadOnlyList<EventLine> Lines => _lines;

    public bool HasRoomFor(long bytes, int maxEvents) => _lines.Count < maxEvents && _body.WrittenCount + bytes < MaxBytes;

    public void Add(long number, in ReadOnlySequence<byte> json)
    {
        var length = (int)json.Length;
        var space = _body.GetSpan(length + 1);
        json.CopyTo(space);
        space[length] = (byte)'\n';
        _lines.Add(EventLine.Inspect(number, space[..length]));
        _body.Advance(length + 1);
    }
}

using System.Buffers;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Api.Ingest;

/// <summary>
/// The items of one request on their way to the queue. They may travel in several envelopes; <see cref="Settled"/> completes when the
/// last of them has arrived or failed, and only then may the batch be disposed: until then lanes read its memory.
/// </summary>
internal sealed class IngestBatch(EnvelopeItemKind kind, int capacity) : IDisposable
{
    private readonly PooledBuffer _buffer = new(capacity);
    private readonly List<int> _ends = [];
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private int _settledCount;

    public EnvelopeItemKind Kind => kind;
    public int Count => _ends.Count;
    public int Bytes => _buffer.WrittenCount;
    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    /// <summary>When the waiting room took the batch.</summary>
    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Takes the bytes of the next item, until <see cref="EndItem"/>.</summary>
    public IBufferWriter<byte> Output => _buffer;

    /// <summary>Completes when every item is in the queue; fails when one of them may not be.</summary>
    public Task Settled => _settled.Task;

    public EnvelopeItem this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return new EnvelopeItem(kind, _buffer.Written[start.._ends[index]]);
        }
    }

    /// <summary>Makes an item of the bytes written since the last one.</summary>
    public void EndItem() => _ends.Add(_buffer.WrittenCount);

    /// <summary>Reports <paramref name="count"/> more items as taken by the queue or, with a failure, as perhaps not taken.</summary>
    public void Settle(int count, Exception? failure = null)
    {
        if (failure is not null)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }

        if (Interlocked.Add(ref _settledCount, count) < Count)
        {
            return;
        }

        if (Volatile.Read(ref _failure) is { } first)
        {
            _settled.SetException(first);
        }
        else
        {
            _settled.SetResult();
        }
    }

    public void Dispose() => _buffer.Dispose();
}

using System.Threading.Channels;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Ingest;

/// <summary>
/// Where batches wait for an envelope. One lane collects at a time, so that requests share envelopes as widely as possible; the
/// others are sending meanwhile.
/// </summary>
internal sealed class WaitingRoom(IngestOptions options, TimeProvider time) : IDisposable
{
    private readonly Channel<IngestBatch> _batches = Channel.CreateUnbounded<IngestBatch>(new() { SingleReader = true });
    private readonly SemaphoreSlim _collector = new(1, 1);
    private readonly Lock _door = new();
    private long _waitingBytes;
    private IngestBatch? _current;
    private int _next;
    private DateTimeOffset _lastStamp = DateTimeOffset.MinValue;

    /// <summary>Takes a batch; false when the room is full.</summary>
    /// <exception cref="TransientStorageException">The process is stopping.</exception>
    public bool TryAdd(IngestBatch batch)
    {
        // Receipt times grow in the order of the queue: a user's later profile must not carry the earlier time.
        lock (_door)
        {
            if (Volatile.Read(ref _waitingBytes) + batch.Bytes > options.MaxWaitingBytes)
            {
                return false;
            }

            batch.ReceivedAt = time.GetUtcNow();
            if (!_batches.Writer.TryWrite(batch))
            {
                throw new TransientStorageException("The process is stopping.");
            }

            Interlocked.Add(ref _waitingBytes, batch.Bytes);
            return true;
        }
    }

    /// <summary>Takes no more batches; what waits can still be collected.</summary>
    public void Close() => _batches.Writer.TryComplete();

    /// <summary>Waits for items and collects an envelope's worth; null when the room is closed and empty.</summary>
    public async Task<EnvelopeDraft?> CollectAsync(int capacityBytes, CancellationToken cancellationToken)
    {
        await _collector.WaitAsync(cancellationToken);
        try
        {
            if (_current is null && !await _batches.Reader.WaitToReadAsync(cancellationToken))
            {
                return null;
            }

            var draft = new EnvelopeDraft(capacityBytes);
            Fill(draft);
            if (draft.Bytes < options.LingerBelowBytes && options.Linger > TimeSpan.Zero)
            {
                await Task.Delay(options.Linger, time, cancellationToken);
                Fill(draft);
            }

            if (draft.Count > 0)
            {
                draft.StampAfter(_lastStamp);
                _lastStamp = draft.ReceivedAt;
            }

            return draft;
        }
        finally
        {
            _collector.Release();
        }
    }

    /// <summary>Fails what was never collected, so that no request waits for ever. Only after the last lane has ended.</summary>
    public void Abandon(Exception failure)
    {
        while (_current is not null || _batches.Reader.TryRead(out _current))
        {
            _current.Fail(_current.Count - _next, failure);
            _current = null;
            _next = 0;
        }
    }

    public void Dispose() => _collector.Dispose();

    private void Fill(EnvelopeDraft draft)
    {
        while (!draft.IsFull && (_current is not null || _batches.Reader.TryRead(out _current)))
        {
            if (!draft.HasRoomFor(_current, _next))
            {
                return;
            }

            // A batch that has failed already is not worth sending on: its client has to send it again anyway.
            if (!_current.HasFailed)
            {
                _next = draft.Take(_current, _next);
            }

            if (_next < _current.Count && !_current.HasFailed)
            {
                continue;
            }

            Interlocked.Add(ref _waitingBytes, -_current.Bytes);
            if (_next < _current.Count)
            {
                _current.Settle(_current.Count - _next);
            }

            _current = null;
            _next = 0;
        }
    }
}

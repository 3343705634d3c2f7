using System.Threading.Channels;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Ingest;

/// <summary>
/// Where batches wait for an envelope. One lane collects at a time, so that requests share envelopes as widely as possible and numbers
/// and receipt times grow together; the others are sending meanwhile.
/// </summary>
internal sealed class WaitingRoom(IngestOptions options, Producer producer, TimeProvider time) : IDisposable
{
    // As many as SQS takes in one request; their bodies are far below its 1 MiB.
    private const int MaxEnvelopes = 10;

    // What a request may hold in memory, however well it compresses.
    private const int MaxRequestBytes = EnvelopeCodec.MaxContentBytes;

    private readonly Channel<IngestBatch> _batches = Channel.CreateUnbounded<IngestBatch>(new() { SingleReader = true });
    private readonly SemaphoreSlim _collector = new(1, 1);
    private readonly Lock _door = new();
    private long _waitingBytes;
    private IngestBatch? _current;
    private int _next;
    private DateTimeOffset _lastStamp = DateTimeOffset.MinValue;
    private Task<bool>? _arrival;
    private long? _lastCollected;

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

    /// <summary>
    /// Waits for items and collects a request's worth of them, each draft for one envelope. At the start, and after every silence, that is a
    /// heartbeat, an empty draft. Null when the room is closed and empty.
    /// </summary>
    public async Task<IReadOnlyList<EnvelopeDraft>?> CollectAsync(int capacityBytes, CancellationToken cancellationToken)
    {
        await _collector.WaitAsync(cancellationToken);
        try
        {
            // At once, so that the ledger knows of this process before its first events.
            if (_lastCollected is null)
            {
                return [CollectHeartbeat()];
            }

            if (_current is null)
            {
                _arrival ??= _batches.Reader.WaitToReadAsync(CancellationToken.None).AsTask();
                await ((Task)_arrival).WaitAsync(UntilHeartbeat(_lastCollected.Value), time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
                if (!_arrival.IsCompleted)
                {
                    return [CollectHeartbeat()];
                }

                var isOpen = await _arrival;
                _arrival = null;
                if (!isOpen)
                {
                    return null;
                }
            }

            return await FillAsync(capacityBytes, cancellationToken);
        }
        finally
        {
            _collector.Release();
        }
    }

    /// <summary>An empty draft after all those collected so far.</summary>
    public EnvelopeDraft CollectHeartbeat() => Complete(new EnvelopeDraft(capacityBytes: 0));

    /// <summary>Fails what was never collected, so that no request waits for ever. Call it only after the last lane has ended.</summary>
    public void Abandon(Exception failure)
    {
        while (_current is not null || _batches.Reader.TryRead(out _current))
        {
            _current.Settle(_current.Count - _next, failure);
            _current = null;
            _next = 0;
        }
    }

    public void Dispose() => _collector.Dispose();

    private TimeSpan UntilHeartbeat(long lastCollected)
    {
        var left = options.Heartbeat - time.GetElapsedTime(lastCollected);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async Task<IReadOnlyList<EnvelopeDraft>> FillAsync(int capacityBytes, CancellationToken cancellationToken)
    {
        var drafts = new List<EnvelopeDraft>();
        var draft = new EnvelopeDraft(capacityBytes);
        Fill(draft);
        if (draft.Bytes < options.LingerBelowBytes && options.Linger > TimeSpan.Zero)
        {
            // An abort must not lose what the draft holds: the lane that sends it will fail it.
            await Task.Delay(options.Linger, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Fill(draft);
        }

        // Ends with an empty draft when nothing is waiting any more.
        for (var bytes = 0; draft.Count > 0; Fill(draft))
        {
            drafts.Add(Complete(draft));
            bytes += draft.Bytes;
            if (drafts.Count == MaxEnvelopes || bytes + capacityBytes > MaxRequestBytes)
            {
                break;
            }

            draft = new EnvelopeDraft(capacityBytes);
        }

        return drafts;
    }

    /// <summary>
    /// Receipt times grow with the numbers, so that the later of two profiles of a user wins whichever lane is faster, and a
    /// heartbeat's time is earlier than that of all that follows. Envelopes carry whole milliseconds.
    /// </summary>
    private EnvelopeDraft Complete(EnvelopeDraft draft)
    {
        var receivedAt = draft.Count > 0 ? draft.ReceivedAt : time.GetUtcNow();
        _lastStamp = receivedAt < _lastStamp.AddMilliseconds(1) ? _lastStamp.AddMilliseconds(1) : receivedAt;
        _lastCollected = time.GetTimestamp();
        draft.Complete(producer.Take(draft.Count), _lastStamp);
        return draft;
    }

    private void Fill(EnvelopeDraft draft)
    {
        while (!draft.IsFull && (_current is not null || _batches.Reader.TryRead(out _current)))
        {
            if (!draft.HasRoomFor(_current, _next))
            {
                return;
            }

            // The rest of a batch that has already failed is not sent: its client has to send all of it again anyway.
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

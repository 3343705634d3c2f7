using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Ingest;

/// <summary>
/// Lets concurrent requests share envelopes. Stopping flushes: what has been accepted is sent before the process ends, followed by its last
/// word.
/// </summary>
internal sealed partial class EnvelopeBatcher : IHostedService, IDisposable
{
    private readonly IEventQueue _queue;
    private readonly SendHealth _health;
    private readonly ILogger<EnvelopeBatcher> _logger;
    private readonly int _laneCount;
    private readonly Producer _producer = new();
    private readonly WaitingRoom _room;
    private readonly CancellationTokenSource _abort = new();
    private Task[] _lanes = [];
    private bool _hasSpokenLast;

    public EnvelopeBatcher(
        IEventQueue queue, SendHealth health, IOptions<IngestOptions> options, TimeProvider time, ILogger<EnvelopeBatcher> logger)
    {
        (_queue, _health, _logger, _laneCount) = (queue, health, logger, options.Value.Lanes);
        _room = new WaitingRoom(options.Value, _producer, time);
    }

    /// <summary>
    /// Takes a batch; false when too much is waiting. The outcome is the batch's <see cref="IngestBatch.Settled"/>, which the caller
    /// must await before disposing of it.
    /// </summary>
    public bool TryAdd(IngestBatch batch) => _room.TryAdd(batch);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _lanes = [.. Enumerable.Range(0, _laneCount).Select(_ => StartLane())];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _room.Close();
        using var deadline = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await Task.WhenAll(_lanes);
        _room.Abandon(new TransientStorageException("The process stopped before the queue had everything."));
        await SendLastWordAsync();
    }

    public void Dispose()
    {
        _room.Dispose();
        _abort.Dispose();
    }

    private Task StartLane()
    {
        var lane = new EnvelopeLane(_queue, _room, _producer, _health);
        return Task.Run(() => lane.RunAsync(_abort.Token), CancellationToken.None);
    }

    // Every send has its outcome by now, so this reports all void numbers.
    private async Task SendLastWordAsync()
    {
        // A host may stop a service twice.
        if (Interlocked.Exchange(ref _hasSpokenLast, true))
        {
            return;
        }

        var draft = _room.CollectHeartbeat();
        var lastWord = new EnvelopeHeader(_producer.Id, draft.Range.Start, 0, draft.ReceivedAt) { Void = _producer.TakeVoid(), IsLast = true };
        Exception? failure;
        try
        {
            failure = (await _queue.SendAsync([EnvelopeCodec.EncodeHeartbeat(lastWord)], _abort.Token))[0];
        }
        catch (Exception unsent)
        {
            // Any failure: nobody waits for the last word, and it must not keep the process from stopping.
            failure = unsent;
        }

        if (failure is not null)
        {
            Log.NoLastWord(_logger, _producer.Id, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4103, LogLevel.Warning,
            "The queue did not take the last word of producer {Producer}; the ledger will miss it unless the queue can send it at the next start")]
        public static partial void NoLastWord(ILogger logger, Guid producer, Exception failure);
    }
}

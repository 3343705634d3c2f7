using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;

namespace Pipeline.Api.Ingest;

/// <summary>Lets concurrent requests share envelopes. Stopping flushes: what has been taken is sent before the process ends.</summary>
internal sealed class EnvelopeBatcher(
    IEventQueue queue, SendHealth health, IOptions<IngestOptions> options, TimeProvider time)
    : IHostedService, IDisposable
{
    private readonly WaitingRoom _room = new(options.Value, time);
    private readonly CancellationTokenSource _abort = new();
    private Task[] _lanes = [];

    /// <summary>
    /// Takes a batch; false when too much is waiting. The outcome is the batch's <see cref="IngestBatch.Settled"/>, which the caller
    /// must await before disposing of it.
    /// </summary>
    public bool TryAdd(IngestBatch batch) => _room.TryAdd(batch);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _lanes = [.. Enumerable.Range(0, options.Value.Lanes).Select(_ => StartLane())];
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _room.Close();
        using var deadline = cancellationToken.UnsafeRegister(static abort => ((CancellationTokenSource)abort!).Cancel(), _abort);
        await Task.WhenAll(_lanes);
        _room.Abandon(new TransientStorageException("The process stopped before the queue had everything."));
    }

    public void Dispose()
    {
        _room.Dispose();
        _abort.Dispose();
    }

    private Task StartLane()
    {
        var lane = new EnvelopeLane(queue, _room, health);
        return Task.Run(() => lane.RunAsync(_abort.Token), CancellationToken.None);
    }
}

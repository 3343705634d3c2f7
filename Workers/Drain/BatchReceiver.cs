using Microsoft.Extensions.Options;
using Pipeline.Core.Queue;
using Pipeline.Core.Storage;

namespace Pipeline.Workers.Drain;

/// <summary>Receives and decodes one batch: a single answer while there is little to do, many while there is a backlog.</summary>
internal sealed class BatchReceiver(IEventQueue queue, InFlightMessages inFlight, IOptions<DrainOptions> options)
{
    private readonly DrainOptions _options = options.Value;

    /// <summary>Empty when nothing came within the wait.</summary>
    public async Task<IReadOnlyList<DrainMessage>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var batch = new List<DrainMessage>();
        var events = 0;
        var wait = _options.ReceiveWait;
        while (events < _options.EventsPerBatch)
        {
            var messages = await ReceiveMoreAsync(batch, wait, cancellationToken);
            inFlight.Add(messages);
            foreach (var message in messages)
            {
                var decoded = MessageDecoder.Decode(message);
                batch.Add(decoded);
                events += decoded.Items.Count;
            }

            if (messages.Count < _options.MessagesPerReceive)
            {
                break;
            }

            wait = TimeSpan.Zero;
        }

        return batch;
    }

    // A stop or a fault of the queue between two answers must not lose hold of the messages that are here already.
    private async Task<IReadOnlyList<QueueMessage>> ReceiveMoreAsync(
        List<DrainMessage> batch, TimeSpan wait, CancellationToken cancellationToken)
    {
        try
        {
            return await queue.ReceiveAsync(_options.MessagesPerReceive, wait, cancellationToken);
        }
        catch (Exception interruption) when (
            batch.Count > 0 && interruption is (TransientStorageException or OperationCanceledException))
        {
            // If the queue is still in trouble, the next batch's first call says so.
            return [];
        }
    }
}

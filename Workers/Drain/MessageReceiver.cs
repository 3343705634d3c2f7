using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Core.Storing;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Receives and decodes: with one long poll while there is little to do, with several calls at a time while there is a backlog, so
/// that the round trips overlap and every core decodes. Whatever happens, everything received ends up in the buffer.
/// </summary>
internal sealed class MessageReceiver(
    IEventQueue queue, MessageDecoder decoder, InFlightMessages inFlight, DrainBuffer buffer, IOptions<DrainOptions> options)
{
    // SQS asks all of its servers only if the call waits: without a wait, a short answer would say nothing about the backlog.
    private static readonly TimeSpan LongestBacklogWait = TimeSpan.FromSeconds(1);

    private readonly DrainOptions _options = options.Value;

    /// <summary>One long poll. Returns whether the answer was full, so that there may be more.</summary>
    /// <exception cref="TransientStorageException">The queue is not usable now.</exception>
    public Task<bool> ReceiveAsync(CancellationToken cancellationToken) => ReceiveOnceAsync(_options.ReceiveWait, cancellationToken);

    /// <summary>Several concurrent calls with hardly any wait, until one of them fails or gets an answer that is not full.</summary>
    /// <exception cref="TransientStorageException">The queue is not usable now.</exception>
    public async Task ReceiveBacklogAsync(CancellationToken cancellationToken)
    {
        var wait = _options.ReceiveWait < LongestBacklogWait ? _options.ReceiveWait : LongestBacklogWait;
        var isOver = false;
        await Task.WhenAll(Enumerable.Range(0, _options.Receivers).Select(_ => ReceiveWhileFullAsync()));

        async Task ReceiveWhileFullAsync()
        {
            try
            {
                while (!isOver && !cancellationToken.IsCancellationRequested && await ReceiveOnceAsync(wait, cancellationToken))
                {
                }
            }
            finally
            {
                // Stop the others too. A failure is noticed at once, and no call is left to work alone on a backlog that grows again: the
                // next long poll notices and starts them all again.
                isOver = true;
            }
        }
    }

    private async Task<bool> ReceiveOnceAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var messages = await queue.ReceiveAsync(_options.MessagesPerReceive, wait, cancellationToken);
        if (messages.Count > 0)
        {
            inFlight.Add(messages);
            await buffer.AddAsync([.. messages.Select(decoder.Decode)]);
        }

        return messages.Count == _options.MessagesPerReceive;
    }
}

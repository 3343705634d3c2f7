using Microsoft.Extensions.Options;
using Pipeline.Core.Queue;
using Pipeline.Core.Storage;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Receives and decodes. One long poll while there is little to do; while the answers are full, several calls at a time, so that
/// the round trips overlap and every core decodes.
/// </summary>
internal sealed class MessageReceiver(
    IEventQueue queue, InFlightMessages inFlight, DrainBuffer buffer, IOptions<DrainOptions> options)
{
    private readonly DrainOptions _options = options.Value;

    /// <summary>Receives once and, if there is a backlog, until it is gone. What was received is in the buffer, whatever happens.</summary>
    /// <exception cref="TransientStorageException">The queue is not usable now.</exception>
    public async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        if (await ReceiveOnceAsync(_options.ReceiveWait, cancellationToken))
        {
            await ReceiveBacklogAsync(cancellationToken);
        }
    }

    private async Task ReceiveBacklogAsync(CancellationToken cancellationToken)
    {
        var failed = false;
        await Task.WhenAll(Enumerable.Range(0, _options.Receivers).Select(_ => ReceiveWhileFullAsync()));

        async Task ReceiveWhileFullAsync()
        {
            try
            {
                while (!failed && await ReceiveOnceAsync(TimeSpan.Zero, cancellationToken))
                {
                }
            }
            catch
            {
                // The others end too: trouble shall be heard of at once, not when the backlog is gone.
                failed = true;
                throw;
            }
        }
    }

    /// <summary>Returns whether the answer was full, so that there may be more.</summary>
    private async Task<bool> ReceiveOnceAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        var messages = await queue.ReceiveAsync(_options.MessagesPerReceive, wait, cancellationToken);
        if (messages.Count > 0)
        {
            inFlight.Add(messages);
            await buffer.AddAsync([.. messages.Select(MessageDecoder.Decode)]);
        }

        return messages.Count == _options.MessagesPerReceive;
    }
}

using System.Runtime.CompilerServices;
using Pipeline.Tools.Client;

namespace Pipeline.Tools.Sending;

/// <summary>Sends batches, several at a time. Takes the next batch only when a sender is free, so memory stays bounded.</summary>
internal sealed class BatchSender(PipelineClient client, SendTally tally, TimeProvider time)
{
    private const int InFlight = 4;

    /// <param name="batches">What to send.</param>
    /// <param name="rate">Events per second; null for as fast as the server takes them.</param>
    /// <param name="cancellationToken">Stops sending.</param>
    /// <exception cref="ServerUnreachableException">The server stopped answering; the rest was not sent.</exception>
    /// <exception cref="RequestFailedException">The server answers, but is in trouble; the rest was not sent.</exception>
    public Task SendAsync(IAsyncEnumerable<EventBatch> batches, int? rate, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            rate is { } limit ? PacedAsync(batches, new Pacer(limit, time), cancellationToken) : batches,
            new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = cancellationToken },
            async (batch, token) => await SendAsync(batch, token));

    private async Task SendAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            tally.Answered(batch, await client.SendBatchAsync(batch.Body, cancellationToken));
        }
        catch (RequestFailedException e)
        {
            tally.NotAnswered(batch, e.Message);
            if (e.IsServerTrouble)
            {
                throw;
            }
        }
        catch (ServerUnreachableException e)
        {
            tally.NotAnswered(batch, e.Message);
            throw;
        }
    }

    private static async IAsyncEnumerable<EventBatch> PacedAsync(
        IAsyncEnumerable<EventBatch> batches, Pacer pacer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in batches.WithCancellation(cancellationToken))
        {
            await pacer.WaitAsync(batch.Lines.Count, cancellationToken);
            yield return batch;
        }
    }
}

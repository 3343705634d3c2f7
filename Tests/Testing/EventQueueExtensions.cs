using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Testing;

public static class EventQueueExtensions
{
    /// <summary>Sends one body, which need not be an envelope, for a producer that sends nothing else; throws when it is not taken.</summary>
    public static async Task SendAsync(this IEventQueue queue, string body, CancellationToken cancellationToken)
    {
        var header = new EnvelopeHeader(Guid.NewGuid(), 0, 0, Builders.Noon) { IsLast = true };
        if ((await queue.SendAsync([new EncodedEnvelope(body, header)], cancellationToken))[0] is { } failure)
        {
            throw failure;
        }
    }
}

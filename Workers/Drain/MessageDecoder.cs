using Pipeline.Core.Events;
using Pipeline.Core.Profiles;
using Pipeline.Core.Queue;

namespace Pipeline.Workers.Drain;

/// <summary>Takes messages apart and checks every item again: the queue is open to other senders than our own API.</summary>
internal static class MessageDecoder
{
    public static DrainMessage Decode(QueueMessage message)
    {
        if (!EnvelopeCodec.TryDecode(message.Body, out var envelope, out var header, out var fault))
        {
            return new DrainMessage(message, header, [], fault);
        }

        var items = new DrainItem[envelope.Items.Count];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = DecodeItem(envelope, envelope.Items[index], envelope.Sequence + index);
        }

        return new DrainMessage(message, header, items, Fault: null);
    }

    private static DrainItem DecodeItem(Envelope envelope, EnvelopeItem source, long sequence)
    {
        Fault? fault;
        if (source.Kind == EnvelopeItemKind.Profile)
        {
            if (ProfileReader.TryRead(source.Json, envelope.ReceivedAt, sequence, out var profile, out fault))
            {
                return new DrainItem(source, envelope.Producer, sequence) { Profile = profile };
            }
        }
        else if (EventReader.TryRead(source.Json, envelope.ReceivedAt, out var value, out fault))
        {
            return new DrainItem(source, envelope.Producer, sequence) { Event = value };
        }

        return new DrainItem(source, envelope.Producer, sequence) { Outcome = Outcome.RejectedByRule(fault) };
    }
}

using Amazon.SQS.Model;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Tools.Bench.Sqs;

/// <summary>Envelopes made once and put on the queue for every measurement.</summary>
internal sealed class Backlog
{
    // Events per message: with quiet ingest, with busy ingest, and about as many as fit into the 60,000 characters of a body.
    public const int Few = 10;
    public const int Many = 100;
    public const int Full = 750;

    private const int MessagesPerRequest = 10;

    private readonly string[] _bodies;

    public Backlog(int messages, int eventsPerMessage, DateTimeOffset now)
    {
        EventsPerMessage = eventsPerMessage;
        var events = new BenchEvents(now.AddMinutes(-5), eventsPerSecond: 10_000);
        var producer = Guid.NewGuid();
        _bodies = [.. Enumerable.Range(0, messages).Select(index =>
        {
            EnvelopeItem[] items = [.. events.Take(eventsPerMessage).Select(json => new EnvelopeItem(EnvelopeItemKind.Event, json))];
            return EnvelopeCodec.Encode(producer, (long)index * eventsPerMessage, now.AddHours(1), items).Single().Body;
        })];
    }

    public int EventsPerMessage { get; }

    /// <summary>
    /// Fills a new queue each time: the emulator gives messages even to long polls whose callers have gone, and polls of an earlier
    /// measurement must not get any.
    /// </summary>
    public async Task<FilledQueue> FillQueueAsync(SqsEmulator emulator, CancellationToken cancellationToken)
    {
        using var sqs = emulator.Connect(TimeSpan.Zero);
        var name = $"bench-{Guid.NewGuid():N}";
        var queue = await sqs.CreateQueueAsync(name, cancellationToken);
        var deadLetters = await sqs.CreateQueueAsync($"{name}-dead", cancellationToken);
        foreach (var tens in _bodies.Chunk(MessagesPerRequest))
        {
            List<SendMessageBatchRequestEntry> entries = [.. tens.Select((body, id) => new SendMessageBatchRequestEntry($"{id}", body))];
            await sqs.SendMessageBatchAsync(queue.QueueUrl, entries, cancellationToken);
        }

        return new FilledQueue(queue.QueueUrl, deadLetters.QueueUrl, _bodies.Length, EventsPerMessage);
    }
}

/// <summary>A queue of one measurement, with messages in it, and the one for its dead letters.</summary>
internal sealed record FilledQueue(string Url, string DeadLetterUrl, int Messages, int EventsPerMessage);

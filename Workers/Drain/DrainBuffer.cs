using System.Threading.Channels;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Pipeline.Core.Storing;

namespace Pipeline.Workers.Drain;

/// <summary>
/// Decoded messages on their way from the receivers to the storer. It holds a few batches' worth of events, the batch that is being
/// stored included: while the store fails, receiving stops. Anything larger than a usual event counts as several, so that
/// large or unreadable messages can't fill the memory.
/// </summary>
internal sealed class DrainBuffer : IDisposable
{
    // An answer of full messages is nearly a whole batch: with less room the storer would find only one answer at a time.
    private const int Batches = 3;

    private const int BytesPerEvent = 1_024;

    private readonly Channel<Answer> _answers = Channel.CreateUnbounded<Answer>();
    private readonly ConcurrencyLimiter _room;
    private readonly int _eventsPerBatch;
    private readonly int _capacity;

    public DrainBuffer(IOptions<DrainOptions> options)
    {
        _eventsPerBatch = options.Value.EventsPerBatch;
        _capacity = Batches * _eventsPerBatch;
        _room = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = _capacity, QueueLimit = int.MaxValue });
    }

    /// <summary>Adds the messages of one answer of the queue, as soon as there is room. It cannot be cancelled: no message may get lost.</summary>
    public async Task AddAsync(IReadOnlyList<DrainMessage> messages)
    {
        var events = messages.Sum(CountEvents);
        var room = await _room.AcquireAsync(Math.Min(events, _capacity), CancellationToken.None);
        _answers.Writer.TryWrite(new Answer(messages, events, room));
    }

    /// <summary>Call it when nothing more will be added.</summary>
    public void Complete() => _answers.Writer.Complete();

    /// <summary>Waits for messages and hands over those that are there, up to a batch's worth of events, until there are no more.</summary>
    /// <param name="store">Gets one batch at a time; its messages make room when it is done with them.</param>
    public async Task DrainAsync(Func<IReadOnlyList<DrainMessage>, Task> store)
    {
        while (await _answers.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = TakeBatch();
            try
            {
                await store([.. batch.SelectMany(answer => answer.Messages)]);
            }
            finally
            {
                batch.ForEach(answer => answer.Room.Dispose());
            }
        }
    }

    public void Dispose() => _room.Dispose();

    private static int CountEvents(DrainMessage message)
    {
        var bytes = message.Message.Body.Length + message.Items.Sum(item => item.Source.Json.Length);
        return Math.Max(1, Math.Max(message.Items.Count, bytes / BytesPerEvent));
    }

    private List<Answer> TakeBatch()
    {
        var batch = new List<Answer>();
        var events = 0;
        while (events < _eventsPerBatch && _answers.Reader.TryRead(out var answer))
        {
            batch.Add(answer);
            events += answer.Events;
        }

        return batch;
    }

    private sealed record Answer(IReadOnlyList<DrainMessage> Messages, int Events, RateLimitLease Room);
}

using Pipeline.Core.Ingestion.Queue;
using Pipeline.Testing;

namespace Pipeline.Contracts.Queue;

public sealed class SqliteEventQueueTests : EventQueueContract, IDisposable
{
    private readonly SqliteQueueScratch _scratch = new();

    [Fact]
    public async Task Create_ProducerWasKilled_SpeaksItsLastWord()
    {
        var producer = Guid.NewGuid();
        var (queue, _) = await CreateAsync(Options);
        // The sends of two lanes overtake each other, and that of a third does not arrive before the end.
        await SendAsync(queue, Beat(producer, 0), Items(producer, 20, 10), Items(producer, 0, 10), Items(producer, 30, 5), Beat(producer, 35));
        await TakeAllAsync(queue);

        var (reopened, _) = await CreateAsync(Options);

        var lastWord = Assert.Single(await TakeAllAsync(reopened)).Header;
        Assert.Equal((producer, 35, 0, true), (lastWord.Producer, lastWord.Sequence, lastWord.Count, lastWord.IsLast));
        Assert.Equal([new SequenceRange(10, 20)], lastWord.Void);

        // Once.
        var (again, _) = await CreateAsync(Options);
        Assert.Empty(await TakeAllAsync(again));
    }

    [Fact]
    public async Task Create_ProducerOnlyGreeted_SpeaksItsLastWord()
    {
        var producer = Guid.NewGuid();
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, Beat(producer, 0), Beat(producer, 0));
        await TakeAllAsync(queue);

        var (reopened, _) = await CreateAsync(Options);

        Assert.Equal((producer, 0), Assert.Single(await TakeAllAsync(reopened)).Header is var header ? (header.Producer, header.Sequence) : default);
    }

    [Fact]
    public async Task Create_ProducerHasEnded_SaysNothing()
    {
        var producer = Guid.NewGuid();
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(queue, Items(producer, 0, 10), Beat(producer, 10) with { IsLast = true });
        await TakeAllAsync(queue);

        var (reopened, _) = await CreateAsync(Options);

        Assert.Empty(await TakeAllAsync(reopened));
    }

    [Fact]
    public async Task Create_VoidNumbersWereTold_AreNotMissing()
    {
        var (producer, other) = (Guid.NewGuid(), Guid.NewGuid());
        var (queue, _) = await CreateAsync(Options);
        await SendAsync(
            queue, Items(producer, 0, 10), Items(producer, 20, 10) with { Void = [new(10, 20)] }, Items(other, 5, 1));
        await TakeAllAsync(queue);

        var (reopened, _) = await CreateAsync(Options);

        var lastWords = (await TakeAllAsync(reopened)).ToDictionary(envelope => envelope.Producer, envelope => envelope.Header);
        Assert.Equal(2, lastWords.Count);
        Assert.Equal(30, lastWords[producer].Sequence);
        Assert.Empty(lastWords[producer].Void);
        Assert.Equal([new SequenceRange(0, 5)], lastWords[other].Void);
    }

    protected override Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options) =>
        _scratch.OpenAsync(options);

    protected override Task PassAsync(TimeSpan time) => _scratch.PassAsync(time);

    protected override Task ReceiverWaitsAsync() => _scratch.ReceiverWaitsAsync();

    public void Dispose() => _scratch.Dispose();

    private static EnvelopeHeader Beat(Guid producer, long sequence) => new(producer, sequence, 0, DateTimeOffset.UnixEpoch);

    private static EnvelopeHeader Items(Guid producer, long sequence, int count) => new(producer, sequence, count, DateTimeOffset.UnixEpoch);

    // What is in the bodies does not matter to the queue.
    private static Task SendAsync(IEventQueue queue, params EnvelopeHeader[] headers) => queue.SendAsync(
        [.. headers.Select(header => new EncodedEnvelope(EnvelopeCodec.EncodeHeartbeat(header with { Count = 0 }).Body, header))], Token);

    private static async Task<List<Envelope>> TakeAllAsync(IEventQueue queue)
    {
        var messages = await queue.ReceiveAsync(100, TimeSpan.Zero, Token);
        await queue.DeleteAsync(messages, Token);
        return [.. messages.Select(message => Envelope.Decode(message.Body))];
    }
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Contracts.Storage;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqlite;
using Pipeline.Core.Processing.Ledger;
using Pipeline.Core.Processing.Ledger.Sqlite;
using Pipeline.Testing;
using Pipeline.Testing.Fakes;

namespace Pipeline.Contracts.Ledger;

/// <summary>
/// A process of the embedded profile is killed with 50 events acknowledged and 20 of them drained. With its queue file the next process
/// knows everything about them. Without that file nobody knows of the other 30, and the ledger must not say that all is well.
/// </summary>
public sealed class LostQueueTests : IDisposable
{
    private readonly SqliteScratch _files = new();
    private readonly FakeTimeProvider _time = new(Builders.Noon);
    private readonly RecordingLogger<Bookkeeper> _logger = new();
    private readonly Guid _producer = Guid.NewGuid();
    private readonly LedgerOptions _options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Restart_QueueFileIsThere_AccountsForEverything()
    {
        await LiveAndDieAsync();

        var (queue, store, bookkeeper) = Start();
        await DrainAsync(queue, store, int.MaxValue);

        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        _time.Advance(_options.GapAfter);
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        var status = await bookkeeper.ReadAsync(Token);
        Assert.Equal(new LedgerTotals(50, 50, 0, 0, 0, 0, 0), status.Totals);
        Assert.Empty(status.SilentProducers);
        Assert.Empty(_logger.Messages);
    }

    [Fact]
    public async Task Restart_QueueFileWasDeleted_ReportsTheProducerAsSilentOnce()
    {
        await LiveAndDieAsync();
        Array.ForEach(Directory.GetFiles(_files.DataDirectory, "queue.db*"), File.Delete);

        var (queue, _, bookkeeper) = Start();
        Assert.True((await queue.GetStatusAsync(Token)).IsEmpty);
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        // Nobody knows yet that they are lost, but the numbers are not called complete either.
        Assert.Equal(Builders.Noon, (await bookkeeper.ReadAsync(Token)).DrainedThrough);

        _time.Advance(_options.GapAfter);
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);
        await bookkeeper.PostAsync(queueIsEmpty: true, Token);

        Assert.Equal([new SilentProducer(_producer, 20, Builders.Noon)], (await bookkeeper.ReadAsync(Token)).SilentProducers);
        var (level, _, values) = Assert.Single(_logger.Messages);
        Assert.Equal((LogLevel.Warning, (object)_producer, (object)20L), (level, values["Producer"], values["Items"]));
    }

    public void Dispose() => _files.Dispose();

    private async Task LiveAndDieAsync()
    {
        var (queue, store, bookkeeper) = Start();
        for (var sequence = 0; sequence < 50; sequence += 10)
        {
            EnvelopeItem[] items = [.. Enumerable.Range(0, 10).Select(_ => new EnvelopeItem(EnvelopeItemKind.Event, "{}"u8.ToArray()))];
            var outcomes = await queue.SendAsync(EnvelopeCodec.Encode(_producer, sequence, _time.GetUtcNow(), items), Token);
            Assert.Equal([null], outcomes);
        }

        await DrainAsync(queue, store, limit: 2);
        await bookkeeper.PostAsync(queueIsEmpty: false, Token);
        _files.Close();
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    private (IEventQueue Queue, ILedgerStore Store, Bookkeeper Bookkeeper) Start()
    {
        var files = _files.Open();
        var store = new SqliteLedgerStore(files.Store);
        return (
            new SqliteEventQueue(files.Queue, Options.Create(new QueueOptions()), _time),
            store,
            new Bookkeeper(store, new InMemoryQuarantineStore(), Options.Create(_options), _time, _logger));
    }

    private static async Task DrainAsync(IEventQueue queue, ILedgerStore store, int limit)
    {
        var messages = await queue.ReceiveAsync(limit, TimeSpan.Zero, Token);
        await store.RecordAsync([.. messages.Select(message => EntryOf(Envelope.Decode(message.Body).Header))], Token);
        await queue.DeleteAsync(messages, Token);
    }

    private static LedgerEntry EntryOf(EnvelopeHeader header) =>
        new(header.Producer, header.Sequence, header.Count, header.Count, 0, 0, 0, header.ReceivedAt)
        {
            Void = header.Void,
            IsLast = header.IsLast,
        };
}

using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Api.Ingest;
using Pipeline.Api.Tests.Fakes;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Xunit;

namespace Pipeline.Api.Tests.Ingest;

public sealed class EnvelopeBatcherTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 3, 30, 9, 15, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly RecordingQueue _queue = new();
    private readonly List<EnvelopeBatcher> _batchers = [];
    private readonly SendHealth _health;

    public EnvelopeBatcherTests() => _health = new SendHealth(_time, NullLogger<SendHealth>.Instance);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var batcher in _batchers)
        {
            await batcher.StopAsync(CancellationToken.None);
            batcher.Dispose();
        }
    }

    [Fact]
    public async Task TryAdd_WhileALaneIsSending_SharesTheNextEnvelope()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);

        var others = Enumerable.Range(0, 50).Select(n => Add(batcher, $"b{n}", $"c{n}")).ToList();
        _queue.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 100], _queue.Envelopes.Select(envelope => envelope.Items.Count));
    }

    [Fact]
    public async Task TryAdd_LittleIsWaiting_LingersForCompany()
    {
        var batcher = await StartAsync(new() { Lanes = 2, Linger = TimeSpan.FromMilliseconds(5) });
        var first = Add(batcher, "a");
        var second = Add(batcher, "b");
        Assert.Equal(0, _queue.Attempts);

        await AdvanceUntilAsync(Task.WhenAll(first, second));

        var envelope = Assert.Single(_queue.Envelopes);
        Assert.Equal(2, envelope.Items.Count);
        Assert.Equal(Now, envelope.ReceivedAt);
    }

    [Fact]
    public async Task TryAdd_EnoughIsWaiting_DoesNotLinger()
    {
        var batcher = await StartAsync(new() { Linger = TimeSpan.FromSeconds(1), LingerBelowBytes = 10 });

        await Add(batcher, new string('a', 20)).WaitAsync(Token);

        Assert.Single(_queue.Envelopes);
    }

    [Fact]
    public async Task Settled_QueueHasNotConfirmed_IsNotComplete()
    {
        var batcher = await StartAsync(new() { Linger = TimeSpan.Zero });
        _queue.Hold();

        var settled = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);
        Assert.False(settled.IsCompleted);

        _queue.Release();
        await settled;
    }

    [Fact]
    public async Task TryAdd_ManyConcurrentRequests_SendsEveryItemOnceInGapFreeSequences()
    {
        var batcher = await StartAsync(new() { Lanes = 3, Linger = TimeSpan.Zero });
        var names = Enumerable.Range(0, 400).Select(n => Enumerable.Range(0, n % 40 + 1).Select(m => $"{n}.{m}").ToArray()).ToList();

        await Parallel.ForEachAsync(names, Token, async (items, _) => await Add(batcher, items));

        Assert.Equal(names.SelectMany(items => items).Order().Select(Item), _queue.Items.Order());
        AssertGapFree();
    }

    [Fact]
    public async Task TryAdd_MoreThanAnEnvelopeHolds_SpreadsARequestInOrder()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        var random = new Random(7);
        var names = Hex(random, 800).ToArray();

        await Add(batcher, names);

        Assert.True(_queue.Envelopes.Count > 2);
        Assert.Equal(names.Select(Item), _queue.Items);
        AssertGapFree();
    }

    [Fact]
    public async Task TryAdd_RequestThatFitsAnEnvelopeOfItsOwn_IsNotSpreadOverTwo()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        var random = new Random(7);
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);

        Task[] others = [.. Enumerable.Range(0, 5).Select(_ => Add(batcher, [.. Hex(random, 100)]))];
        _queue.Release();
        await Task.WhenAll([first, .. others]);

        Assert.All(_queue.Envelopes.Skip(1), envelope => Assert.Equal(0, envelope.Items.Count % 100));
        Assert.Equal(501, _queue.Envelopes.Sum(envelope => envelope.Items.Count));
    }

    [Fact]
    public async Task TryAdd_EnvelopesWithinOneMillisecond_CarryGrowingReceiptTimes()
    {
        var batcher = await StartAsync(new() { Lanes = 2, Linger = TimeSpan.Zero });

        await Add(batcher, EnvelopeItemKind.Profile, "p");
        await Add(batcher, EnvelopeItemKind.Profile, "q");
        await Add(batcher, EnvelopeItemKind.Profile, "r");

        Assert.Equal(
            [Now, Now.AddMilliseconds(1), Now.AddMilliseconds(2)], _queue.Envelopes.Select(envelope => envelope.ReceivedAt));
    }

    [Fact]
    public async Task TryAdd_ProfilesAndEventsInOneEnvelope_SettlesBoth()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);

        Task[] others = [Add(batcher, EnvelopeItemKind.Profile, "p"), Add(batcher, "b"), Add(batcher, EnvelopeItemKind.Profile, "q")];
        _queue.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([Item("a"), Item("b"), Item("p"), Item("q")], _queue.Items);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TryAdd_SendFails_FailsItsRequestsAndGoesOnAsANewProducer(bool takesBeforeFailing)
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        await Add(batcher, "a");
        _queue.TakesBeforeFailing = takesBeforeFailing;
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "b", "c"));

        _queue.Failure = null;
        await Add(batcher, "d");

        var (first, last) = (_queue.Envelopes[0], _queue.Envelopes[^1]);
        Assert.NotEqual(first.Producer, last.Producer);
        Assert.Equal((0, 0), (first.Sequence, last.Sequence));
    }

    [Fact]
    public async Task TryAdd_QueueFailsAndComesBack_ShowsInItsHealthForAsLongAsItMatters()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "a"));
        Assert.True(_health.IsFailing);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(_health.IsFailing);

        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "b"));
        _queue.Failure = null;
        await Add(batcher, "c");

        Assert.False(_health.IsFailing);
    }

    [Fact]
    public async Task TryAdd_LaterEnvelopeOfARequestFails_FailsTheRequestAndDropsItsRest()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Failure = new TransientStorageException("down");
        var random = new Random(7);
        var large = Add(batcher, [.. Hex(random, 800)]);

        await Assert.ThrowsAsync<TransientStorageException>(() => large);
        _queue.Failure = null;
        await Add(batcher, "next");

        Assert.Equal([Item("next")], _queue.Items);
        Assert.Equal(2, _queue.Attempts);
    }

    [Fact]
    public async Task TryAdd_WaitingRoomFull_RefusesUntilThereIsRoom()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero, MaxWaitingBytes = 100 });
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);
        var waiting = Add(batcher, new string('b', 80));

        using (var refused = Batch(EnvelopeItemKind.Event, new string('c', 80)))
        {
            Assert.False(batcher.TryAdd(refused));
        }

        _queue.Release();
        await Task.WhenAll(first, waiting);
        await Add(batcher, new string('c', 80));
    }

    [Fact]
    public async Task StopAsync_BatchesAreWaiting_SendsThemFirst()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);
        var waiting = Add(batcher, "b");

        var stopped = batcher.StopAsync(Token);
        Assert.False(stopped.IsCompleted);
        _queue.Release();
        await stopped;

        await Task.WhenAll(first, waiting);
        Assert.Equal([Item("a"), Item("b")], _queue.Items);
        using var late = Batch(EnvelopeItemKind.Event, "late");
        Assert.Throws<TransientStorageException>(() => batcher.TryAdd(late));
    }

    [Fact]
    public async Task StopAsync_QueueHangsBeyondTheDeadline_FailsWhatIsLeft()
    {
        var batcher = new EnvelopeBatcher(
            _queue, _health, Options.Create(new IngestOptions { Lanes = 1, Linger = TimeSpan.Zero }), _time);
        await batcher.StartAsync(Token);
        _queue.Hold();
        var sending = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);
        var waiting = Add(batcher, "b");

        await batcher.StopAsync(new CancellationToken(canceled: true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await Assert.ThrowsAsync<TransientStorageException>(() => waiting);
        batcher.Dispose();
    }

    private async Task<EnvelopeBatcher> StartAsync(IngestOptions options)
    {
        var batcher = new EnvelopeBatcher(_queue, _health, Options.Create(options), _time);
        _batchers.Add(batcher);
        await batcher.StartAsync(Token);
        return batcher;
    }

    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.FromMilliseconds(5));
            await Task.Yield();
        }

        await task;
    }

    private void AssertGapFree()
    {
        foreach (var producer in _queue.Envelopes.GroupBy(envelope => envelope.Producer))
        {
            var next = 0L;
            foreach (var envelope in producer)
            {
                Assert.Equal(next, envelope.Sequence);
                next += envelope.Items.Count;
            }
        }
    }

    private static Task Add(EnvelopeBatcher batcher, params string[] names) => Add(batcher, EnvelopeItemKind.Event, names);

    private static async Task Add(EnvelopeBatcher batcher, EnvelopeItemKind kind, params string[] names)
    {
        using var batch = Batch(kind, names);
        Assert.True(batcher.TryAdd(batch));
        await batch.Settled;
    }

    private static IngestBatch Batch(EnvelopeItemKind kind, params string[] names)
    {
        var batch = new IngestBatch(kind, 16);
        foreach (var name in names)
        {
            batch.Output.Write(Encoding.UTF8.GetBytes(Item(name)));
            batch.EndItem();
        }

        return batch;
    }

    private static IEnumerable<string> Hex(Random random, int count) =>
        Enumerable.Range(0, count).Select(_ => Convert.ToHexString(Bytes(random, 150)));

    private static string Item(string name) => $$"""{"n":"{{name}}"}""";

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}

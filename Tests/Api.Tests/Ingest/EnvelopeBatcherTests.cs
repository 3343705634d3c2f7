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
    private readonly SendHealth _health = new(NullLogger<SendHealth>.Instance);

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
        // A millisecond after the heartbeat at the start.
        Assert.Equal(Now.AddMilliseconds(1), envelope.ReceivedAt);
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
    public async Task TryAdd_MoreThanAnEnvelopeHolds_FillsRequestsOfTenEnvelopes()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        var random = new Random(7);
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);

        Task[] others = [.. Enumerable.Range(0, 12).Select(_ => Add(batcher, [.. Hex(random, 150)]))];
        _queue.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 10, 2], _queue.Requests.Select(request => request.Count));
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
            [Now.AddMilliseconds(1), Now.AddMilliseconds(2), Now.AddMilliseconds(3)],
            _queue.Envelopes.Select(envelope => envelope.ReceivedAt));
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
    public async Task TryAdd_SendFails_FailsItsRequestsAndNeverUsesTheirNumbersAgain(bool takesBeforeFailing)
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        await Add(batcher, "a");
        _queue.TakesBeforeFailing = takesBeforeFailing;
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "b", "c"));

        _queue.Failure = null;
        await Add(batcher, "d");
        await Add(batcher, "e");

        Assert.Single(_queue.Envelopes.Select(envelope => envelope.Producer).Distinct());
        Assert.Equal([3, 4], _queue.Envelopes.TakeLast(2).Select(envelope => envelope.Sequence));
        Assert.Equal([new SequenceRange(1, 3)], _queue.Envelopes[^2].Header.Void);
        Assert.Empty(_queue.Envelopes[^1].Header.Void);
    }

    [Fact]
    public async Task TryAdd_OneEnvelopeOfARequestIsRefused_FailsItAloneAndTellsOfItsNumbers()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        var random = new Random(7);
        _queue.Hold();
        var first = Add(batcher, "a");
        await _queue.WaitForAttemptsAsync(1, Token);
        _queue.Refuse = envelope => envelope.Sequence == 151 ? new TransientStorageException("throttled") : null;

        Task[] others = [.. Enumerable.Range(0, 3).Select(_ => Add(batcher, [.. Hex(random, 150)]))];
        _queue.Release();
        await Task.WhenAll(first, others[0], others[2]);
        await Assert.ThrowsAsync<TransientStorageException>(() => others[1]);
        Assert.True(_health.IsFailing);
        await Add(batcher, "d");

        Assert.Equal([0, 1, 301, 451], _queue.Envelopes.Select(envelope => envelope.Sequence));
        Assert.Equal([new SequenceRange(151, 301)], _queue.Envelopes[^1].Header.Void);
    }

    [Fact]
    public async Task TryAdd_OutageOfManySends_LeavesOneVoidRangeWhichAFailedEnvelopeDoesNotForget()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Failure = new TransientStorageException("down");
        for (var send = 0; send < 5; send++)
        {
            await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "a", "b"));
        }

        _queue.Failure = null;
        await Add(batcher, "c");

        Assert.Equal([new SequenceRange(0, 10)], _queue.Envelopes.Single().Header.Void);
    }

    [Fact]
    public async Task StartAsync_NoTraffic_SpeaksAtOnceAndAfterEverySilence()
    {
        await StartAsync(new() { Lanes = 2, Heartbeat = TimeSpan.FromSeconds(10) });

        for (var beats = 2; beats <= 3; beats++)
        {
            _time.Advance(TimeSpan.FromSeconds(9));
            Assert.Equal(beats - 1, _queue.Heartbeats.Count);
            await AdvanceUntilAsync(_queue.WaitForHeartbeatsAsync(beats, Token));
        }

        Assert.Equal([0, 0, 0], _queue.Heartbeats.Select(heartbeat => heartbeat.Sequence));
        Assert.Equal(_queue.Heartbeats.OrderBy(heartbeat => heartbeat.ReceivedAt), _queue.Heartbeats);
    }

    [Fact]
    public async Task TryAdd_ThenSilence_HeartbeatTellsTheNextNumberAndWhatIsVoid()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero, Heartbeat = TimeSpan.FromSeconds(10) });
        await Add(batcher, "a", "b");
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "c"));
        _queue.Failure = null;

        await AdvanceUntilAsync(_queue.WaitForHeartbeatsAsync(2, Token));

        var heartbeat = _queue.Heartbeats[1];
        Assert.Equal((3, 0, false), (heartbeat.Sequence, heartbeat.Count, heartbeat.IsLast));
        Assert.Equal([new SequenceRange(2, 3)], heartbeat.Void);
        Assert.True(heartbeat.ReceivedAt > _queue.Envelopes[0].ReceivedAt);
    }

    [Fact]
    public async Task Heartbeat_QueueIsAway_KeepsWhatIsVoidForTheNextOne()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero, Heartbeat = TimeSpan.FromSeconds(10) });
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "a"));
        await AdvanceUntilAsync(_queue.WaitForFailedHeartbeatsAsync(2, Token));

        _queue.Failure = null;
        await AdvanceUntilAsync(_queue.WaitForHeartbeatsAsync(2, Token));

        Assert.Equal([new SequenceRange(0, 1)], _queue.Heartbeats[1].Void);
    }

    [Fact]
    public async Task TryAdd_QueueFailsAndComesBack_ShowsInItsHealth()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "a"));
        Assert.True(_health.IsFailing);

        _queue.Failure = null;
        await Add(batcher, "b");

        Assert.False(_health.IsFailing);
    }

    [Fact]
    public async Task Heartbeat_QueueFailsAndComesBackWithoutTraffic_ShowsInTheHealth()
    {
        await StartAsync(new() { Lanes = 1, Heartbeat = TimeSpan.FromSeconds(10) });
        _queue.Failure = new TransientStorageException("down");
        await AdvanceUntilAsync(_queue.WaitForFailedHeartbeatsAsync(2, Token));
        // The second one was sent after the first one's failure was noted.
        Assert.True(_health.IsFailing);

        _queue.Failure = null;
        await AdvanceUntilAsync(_queue.WaitForHeartbeatsAsync(3, Token));

        Assert.False(_health.IsFailing);
    }

    [Fact]
    public async Task TryAdd_LaterEnvelopeOfARequestFails_FailsTheRequestAndDropsItsRest()
    {
        var batcher = await StartAsync(new() { Lanes = 1, Linger = TimeSpan.Zero });
        _queue.Failure = new TransientStorageException("down");
        var random = new Random(7);
        // Two requests' worth.
        var large = Add(batcher, [.. Hex(random, 3_000)]);

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
        var lastWord = _queue.Heartbeats[^1];
        Assert.Equal((2, true), (lastWord.Sequence, lastWord.IsLast));
        Assert.Equal(_queue.Envelopes[0].Producer, lastWord.Producer);
        Assert.True(lastWord.ReceivedAt > _queue.Envelopes[^1].ReceivedAt);
        using var late = Batch(EnvelopeItemKind.Event, "late");
        Assert.Throws<TransientStorageException>(() => batcher.TryAdd(late));
    }

    [Fact]
    public async Task StopAsync_QueueHangsBeyondTheDeadline_FailsWhatIsLeft()
    {
        var batcher = Create(new IngestOptions { Lanes = 1, Linger = TimeSpan.Zero });
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

    [Fact]
    public async Task StopAsync_AfterAFailedSend_LastWordTellsWhatIsVoid()
    {
        var batcher = Create(new IngestOptions { Lanes = 1, Linger = TimeSpan.Zero });
        await batcher.StartAsync(Token);
        await Add(batcher, "a");
        _queue.Failure = new TransientStorageException("down");
        await Assert.ThrowsAsync<TransientStorageException>(() => Add(batcher, "b", "c"));
        _queue.Failure = null;

        await batcher.StopAsync(Token);
        batcher.Dispose();

        var lastWord = _queue.Heartbeats[^1];
        Assert.Equal((3, true), (lastWord.Sequence, lastWord.IsLast));
        Assert.Equal([new SequenceRange(1, 3)], lastWord.Void);
    }

    [Fact]
    public async Task StopAsync_QueueIsAway_EndsWithoutALastWord()
    {
        var batcher = Create(new IngestOptions { Lanes = 1, Linger = TimeSpan.Zero });
        await batcher.StartAsync(Token);
        await Add(batcher, "a");
        _queue.Failure = new TransientStorageException("down");

        await batcher.StopAsync(Token);
        batcher.Dispose();

        Assert.DoesNotContain(_queue.Heartbeats, heartbeat => heartbeat.IsLast);
    }

    private EnvelopeBatcher Create(IngestOptions options) =>
        new(_queue, _health, Options.Create(options), _time, NullLogger<EnvelopeBatcher>.Instance);

    private async Task<EnvelopeBatcher> StartAsync(IngestOptions options)
    {
        var batcher = Create(options);
        _batchers.Add(batcher);
        await batcher.StartAsync(Token);
        await _queue.WaitForHeartbeatsAsync(1, Token);
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
        var next = 0L;
        foreach (var envelope in _queue.Envelopes.OrderBy(envelope => envelope.Sequence))
        {
            Assert.Equal(next, envelope.Sequence);
            next += envelope.Items.Count;
        }

        Assert.Single(_queue.Envelopes.Select(envelope => envelope.Producer).Distinct());
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

using Microsoft.Extensions.Options;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Storing;
using Pipeline.Testing;
using Pipeline.Workers.Drain;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class DrainBufferTests : IDisposable
{
    private const int EventsPerBatch = 10;
    private const int Capacity = 3 * EventsPerBatch;

    private readonly DrainBuffer _buffer = new(Options.Create(new DrainOptions { EventsPerBatch = EventsPerBatch }));
    private readonly List<IReadOnlyList<DrainMessage>> _batches = [];
    private int _messages;

    [Fact]
    public async Task DrainAsync_WhatIsWaiting_IsOneBatchUpToItsSize()
    {
        await AddAsync(4);
        await AddAsync(4);
        await AddAsync(4);
        await AddAsync(1);
        _buffer.Complete();

        await _buffer.DrainAsync(StoreAsync);

        Assert.Equal([["0", "1", "2"], ["3"]], _batches.Select(batch => batch.Select(message => message.Message.Id)));
    }

    [Fact]
    public async Task AddAsync_Full_WaitsUntilABatchIsStored()
    {
        await AddAsync(EventsPerBatch);
        await AddAsync(Capacity - EventsPerBatch);
        var third = AddAsync(1);
        Assert.False(third.IsCompleted);
        var storing = new TaskCompletionSource();
        var stored = new TaskCompletionSource();

        var drained = _buffer.DrainAsync(async batch =>
        {
            await StoreAsync(batch);
            storing.TrySetResult();
            await stored.Task;
        });
        await storing.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        Assert.False(third.IsCompleted);
        stored.SetResult();
        await third.WaitAsync(TimeSpan.FromSeconds(20), Token);
        _buffer.Complete();
        await drained.WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal(3, _batches.Sum(batch => batch.Count));
    }

    [Fact]
    public async Task AddAsync_MoreThanTheBufferHolds_PassesAlone()
    {
        await AddAsync(50 * EventsPerBatch);
        var next = AddAsync(1);
        Assert.False(next.IsCompleted);

        var drained = _buffer.DrainAsync(StoreAsync);
        await next.WaitAsync(TimeSpan.FromSeconds(20), Token);
        _buffer.Complete();
        await drained.WaitAsync(TimeSpan.FromSeconds(20), Token);

        Assert.Equal([1, 1], _batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task AddAsync_MessagesWithoutItems_TakeRoomToo()
    {
        for (var message = 0; message < Capacity; message++)
        {
            await AddAsync(0);
        }

        Assert.False(AddAsync(0).IsCompleted);
    }

    [Fact]
    public async Task AddAsync_LargeMessageThatCannotBeRead_TakesTheRoomOfManyEvents()
    {
        await AddAsync(0, body: new string('x', EnvelopeCodec.MaxBodyLength));

        Assert.False(AddAsync(1).IsCompleted);
    }

    [Fact]
    public async Task AddAsync_LargeEvents_TakeTheRoomOfSeveral()
    {
        await AddAsync(1, json: new string(' ', Capacity * 1_024));

        Assert.False(AddAsync(1).IsCompleted);
    }

    [Fact]
    public async Task DrainAsync_StoringThrows_MakesRoomAllTheSame()
    {
        await AddAsync(Capacity);

        await Assert.ThrowsAsync<FormatException>(() => _buffer.DrainAsync(_ => throw new FormatException()));

        Assert.True(AddAsync(1).IsCompleted);
    }

    public void Dispose() => _buffer.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Task AddAsync(int events, string body = "", string json = "{}")
    {
        var id = $"{_messages++}";
        var items = Enumerable.Repeat(new DrainItem(Builders.EventItem(json), new EnvelopeHeader(Guid.Empty, 0, 1, Builders.Noon), 0), events).ToArray();
        return _buffer.AddAsync([new DrainMessage(new QueueMessage(id, id, body, 1, Builders.Noon), null, items, null)]);
    }

    private Task StoreAsync(IReadOnlyList<DrainMessage> batch)
    {
        _batches.Add(batch);
        return Task.CompletedTask;
    }
}

using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Plumbing.Storage;
using Pipeline.Testing;
using Xunit;

namespace Pipeline.Workers.Tests.Drain;

public sealed class DrainWorkerTests : IDisposable
{
    private static readonly Guid Producer = Guid.CreateVersion7(Builders.Noon);

    private readonly DrainHarness _drain = new();

    [Fact]
    public async Task Run_MessagesInTheQueue_AreStoredAndDeleted()
    {
        await SendAsync(0, 3);
        await SendAsync(3, 2);
        await _drain.Worker.StartAsync(Token);

        await _drain.UntilAsync(() => _drain.Queue.Deleted.Count == 2);

        Assert.Equal(5, await _drain.CountNoonAsync());
        await _drain.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Run_StoreAway_KeepsTheMessageAndStoresItWhenTheStoreIsBack()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await SendAsync(0, 1);
        await _drain.Worker.StartAsync(Token);
        await _drain.UntilAsync(() => _drain.FaultyRaw.Inserts > 5, TimeSpan.FromSeconds(1));

        Assert.Empty(_drain.Queue.Deleted);
        Assert.Empty(_drain.Quarantine.Entries);

        _drain.FaultyRaw.Fault = _ => null;
        await _drain.UntilAsync(() => _drain.Queue.Deleted.Count == 1, TimeSpan.FromSeconds(1));

        Assert.Equal(1, await _drain.CountNoonAsync());
        await _drain.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Run_StoreAwayForLong_NeverLosesHoldOfItsMessages()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await SendAsync(0, 1);
        await _drain.Worker.StartAsync(Token);
        await _drain.UntilAsync(() => _drain.FaultyRaw.Inserts > 0);

        for (var passed = TimeSpan.Zero; passed < 4 * DrainHarness.VisibilityTimeout; passed += TimeSpan.FromSeconds(5))
        {
            var extended = _drain.Queue.VisibilityChanges.Count;
            _drain.Clock.Advance(TimeSpan.FromSeconds(5));
            if (passed.TotalSeconds % 10 != 0)
            {
                await _drain.UntilAsync(() => _drain.Queue.VisibilityChanges.Count > extended, TimeSpan.Zero);
            }
        }

        Assert.Equal(1, (await _drain.Queue.GetStatusAsync(Token)).InFlight);
        await StopAsync();
    }

    [Fact]
    public async Task Run_QueueAway_ComesBackByItself()
    {
        _drain.Queue.Fault = new TransientStorageException("The queue is away.");
        await _drain.Worker.StartAsync(Token);
        _drain.Queue.Fault = null;
        await SendAsync(0, 1);

        await _drain.UntilAsync(() => _drain.Queue.Deleted.Count == 1, TimeSpan.FromSeconds(1));

        await _drain.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Run_QueueFailsNowAndThenDuringABacklog_PausesDoNotGrow()
    {
        _drain.DrainOptions.MessagesPerReceive = 1;
        _drain.DrainOptions.Receivers = 1;
        _drain.DrainOptions.MaxBackOff = TimeSpan.FromHours(1);
        _drain.Queue.ReceiveFault = call => call % 3 == 2 ? new TransientStorageException("The queue is busy.") : null;
        for (var message = 0; message < 40; message++)
        {
            await SendAsync(message, 1);
        }

        await _drain.Worker.StartAsync(Token);

        // Twenty failures: growing, the last pause alone would be an hour.
        var started = _drain.Clock.GetUtcNow();
        await _drain.UntilAsync(() => _drain.Queue.Deleted.Count == 40);

        Assert.True(_drain.Clock.GetUtcNow() - started < TimeSpan.FromHours(1));
        await _drain.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Run_EventThatKeepsFailing_IsGivenBackWithGrowingPausesUntilItIsADeadLetter()
    {
        _drain.FaultyRaw.Fault = _ => new FormatException("surprise");
        await SendAsync(0, 1);
        await _drain.Worker.StartAsync(Token);

        await _drain.UntilAsync(() => _drain.Queue.GetStatusAsync(Token).Result.DeadLetters == 1, TimeSpan.FromSeconds(0.5));

        // Extensions may have come between; they extend by the whole visibility timeout.
        var pauses = _drain.Queue.VisibilityChanges.Select(change => change.Timeout)
            .Where(timeout => timeout != DrainHarness.VisibilityTimeout).ToArray();
        Assert.Equal(3, pauses.Length);
        Assert.True(pauses[0] < pauses[1] && pauses[1] < pauses[2]);
        Assert.Empty(_drain.Queue.Deleted);
        await _drain.Worker.StopAsync(Token);
    }

    [Fact]
    public async Task Stop_WhileABatchIsBeingStored_StoresAndDeletesItFirst()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        _drain.FaultyRaw.Fault = _ =>
        {
            entered.TrySetResult();
            leave.Task.Wait();
            return null;
        };
        await SendAsync(0, 4);
        await _drain.Worker.StartAsync(Token);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);

        var stopped = _drain.Worker.StopAsync(Token);
        leave.SetResult();
        await stopped;

        Assert.Single(_drain.Queue.Deleted);
        Assert.Equal(4, await _drain.CountNoonAsync());
    }

    [Fact]
    public async Task Stop_WhileTheStoreIsAway_GivesTheMessagesBackAtOnce()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        await SendAsync(0, 1);
        await _drain.Worker.StartAsync(Token);
        await _drain.UntilAsync(() => _drain.FaultyRaw.Inserts > 0);

        await StopAsync();

        Assert.Equal(TimeSpan.Zero, _drain.Queue.VisibilityChanges[^1].Timeout);
        Assert.Equal(1, (await _drain.Queue.GetStatusAsync(Token)).Visible);
    }

    [Fact]
    public async Task Stop_StoreAndQueueHang_TakesNoLongerHoweverManyBatchesAreLeft()
    {
        _drain.FaultyRaw.Fault = _ => DrainHarness.Away;
        _drain.Queue.HangsOnVisibility = true;
        await SendAsync(0, 1);
        await _drain.Worker.StartAsync(Token);
        await _drain.UntilAsync(() => _drain.FaultyRaw.Inserts > 0);
        await SendAsync(1, 1);
        await _drain.UntilAsync(() => _drain.Queue.GetStatusAsync(Token).Result.Visible == 0);

        var stoppedAt = _drain.Clock.GetUtcNow();
        await StopAsync();

        var limit = _drain.DrainOptions.ShutdownDrain + _drain.DrainOptions.DeleteTimeout;
        Assert.InRange(_drain.Clock.GetUtcNow() - stoppedAt, TimeSpan.Zero, limit + TimeSpan.FromSeconds(3));
    }

    public void Dispose() => _drain.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task StopAsync()
    {
        var stopped = _drain.Worker.StopAsync(Token);
        await _drain.UntilAsync(() => stopped.IsCompleted, TimeSpan.FromSeconds(1));
        await stopped;
    }

    private Task SendAsync(long sequence, int events)
    {
        var items = Enumerable.Range(0, events).Select(_ => Builders.EventItem(Builders.EventJson(Guid.NewGuid()))).ToArray();
        return ((IEventQueue)_drain.Queue).SendAsync(Builders.Body(Producer, sequence, items), Token);
    }
}

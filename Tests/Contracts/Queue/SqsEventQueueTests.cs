using Pipeline.Contracts.Emulators;
using Pipeline.Core.Queue;

namespace Pipeline.Contracts.Queue;

public sealed class SqsEventQueueTests(Emulator emulator) : EventQueueContract, IAsyncDisposable
{
    private readonly SqsQueueScratch _scratch = new(emulator);

    protected override Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options) =>
        _scratch.OpenAsync(options);

    // The emulator counts from when a request arrives there, which is a little later.
    protected override Task PassAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(200), Token);

    // Nobody tells when the request has arrived there. Should it be later, the test shows less, but nothing wrong.
    protected override Task ReceiverWaitsAsync() => Task.Delay(TimeSpan.FromMilliseconds(100), Token);

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();
}

using Pipeline.Contracts.Emulators;
using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Contracts.Queue;

public sealed class SqsEventQueueTests(Emulator emulator) : EventQueueContract, IAsyncDisposable
{
    private readonly SqsQueueScratch _scratch = new(emulator);

    protected override Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options) =>
        _scratch.OpenAsync(options);

    protected override Task PassAsync(TimeSpan time) => SqsQueueScratch.PassAsync(time);

    protected override Task ReceiverWaitsAsync() => SqsQueueScratch.ReceiverWaitsAsync();

    public ValueTask DisposeAsync() => _scratch.DisposeAsync();
}

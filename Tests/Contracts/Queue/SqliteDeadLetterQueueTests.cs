using Pipeline.Core.Ingestion.Queue;

namespace Pipeline.Contracts.Queue;

public sealed class SqliteDeadLetterQueueTests : DeadLetterQueueContract, IDisposable
{
    private readonly SqliteQueueScratch _scratch = new();

    protected override Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options) =>
        _scratch.OpenAsync(options);

    protected override Task PassAsync(TimeSpan time) => _scratch.PassAsync(time);

    protected override Task ReceiverWaitsAsync() => _scratch.ReceiverWaitsAsync();

    public void Dispose() => _scratch.Dispose();
}

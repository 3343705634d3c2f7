using Microsoft.Extensions.Options;
using Pipeline.Contracts.Storage;
using Pipeline.Core.Queue;
using Pipeline.Core.Queue.Sqlite;

namespace Pipeline.Contracts.Queue;

public sealed class SqliteEventQueueTests : EventQueueContract, IDisposable
{
    private readonly SqliteScratch _scratch = new();
    private readonly WatchedTimeProvider _time = new();

    protected override Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> CreateAsync(QueueOptions options)
    {
        var queue = new SqliteEventQueue(_scratch.Open().Queue, Options.Create(options), _time);
        return Task.FromResult<(IEventQueue, IDeadLetterQueue)>((queue, queue));
    }

    protected override Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    protected override Task ReceiverWaitsAsync() => _time.WaitBegunAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _scratch.Dispose();
        _time.Dispose();
    }
}

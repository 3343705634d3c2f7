using Microsoft.Extensions.Options;
using Pipeline.Contracts.Storage;
using Pipeline.Core.Ingestion.Queue;
using Pipeline.Core.Ingestion.Queue.Sqlite;

namespace Pipeline.Contracts.Queue;

/// <summary>A queue file of one test's own, and its clock.</summary>
internal sealed class SqliteQueueScratch : IDisposable
{
    private readonly SqliteScratch _files = new();
    private readonly WatchedTimeProvider _time = new();

    public Task<(IEventQueue Queue, IDeadLetterQueue DeadLetters)> OpenAsync(QueueOptions options)
    {
        var queue = new SqliteEventQueue(_files.Open().Queue, Options.Create(options), _time);
        return Task.FromResult<(IEventQueue, IDeadLetterQueue)>((queue, queue));
    }

    public Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }

    public Task ReceiverWaitsAsync() => _time.WaitBegunAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _files.Dispose();
        _time.Dispose();
    }
}

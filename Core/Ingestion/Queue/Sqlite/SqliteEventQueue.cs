using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>The queue of the embedded profile. Receivers and senders are in this process, so that a send wakes who waits.</summary>
public sealed class SqliteEventQueue(SqliteDatabase database, IOptions<QueueOptions> options, TimeProvider time)
    : IEventQueue, IDeadLetterQueue
{
    private readonly QueueOptions _options = options.Value;
    private readonly WakeUp _wakeUp = new();

    public async Task SendAsync(string body, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(body.Length, EnvelopeCodec.MaxBodyLength, nameof(body));
        await database.WriteAsync(
            session => SqliteQueueTables.Send(session, body, time.GetUtcNow()), cancellationToken);
        _wakeUp.Ring();
    }

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(
        int maxMessages, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + wait;
        while (true)
        {
            var arrival = _wakeUp.Next;
            var (messages, nextVisibleAt) = await database.WriteAsync(session => Lease(session, maxMessages), cancellationToken);
            var now = time.GetUtcNow();
            if (messages.Count > 0 || now >= until)
            {
                return messages;
            }

            var pause = (nextVisibleAt < until ? nextVisibleAt.Value : until) - now;
            if (pause <= TimeSpan.Zero)
            {
                continue;
            }

            // Timers count whole milliseconds: rounded down, the last one would be spent looking again and again.
            await arrival
                .WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteQueueTables.Delete(session, messages), cancellationToken);

    public async Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            session => SqliteQueueTables.ChangeVisibility(session, messages, time.GetUtcNow() + timeout),
            cancellationToken);
        _wakeUp.Ring();
    }

    public Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => SqliteQueueTables.GetStatus(session, _options.MaxReceiveCount, time.GetUtcNow()),
            cancellationToken);

    Task<IReadOnlyList<QueueMessage>> IDeadLetterQueue.ReceiveAsync(int maxMessages, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<QueueMessage>>(
            session => SqliteQueueTables.ReadDead(session, maxMessages, _options, time.GetUtcNow()),
            cancellationToken);

    Task IDeadLetterQueue.DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        database.WriteAsync(session => SqliteQueueTables.DeleteDead(session, messages), cancellationToken);

    private (IReadOnlyList<QueueMessage> Messages, DateTimeOffset? NextVisibleAt) Lease(SqliteSession session, int maxMessages)
    {
        var messages = SqliteQueueTables.Lease(session, maxMessages, _options, time.GetUtcNow());
        return (messages, messages.Count == 0 ? SqliteQueueTables.NextVisibleAt(session) : null);
    }
}

using Microsoft.Extensions.Options;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>The queue of the embedded profile. Receivers and senders are in this process, so that a send wakes waiting receivers.</summary>
public sealed class SqliteEventQueue : IEventQueue, IDeadLetterQueue
{
    private readonly SqliteDatabase _database;
    private readonly QueueOptions _options;
    private readonly TimeProvider _time;
    private readonly WakeUp _wakeUp = new();

    /// <summary>
    /// Opens the queue and sends the last word of producers that died without one: nobody else uses the file, so every producer it
    /// knows belongs to a process that has ended.
    /// </summary>
    public SqliteEventQueue(SqliteDatabase database, IOptions<QueueOptions> options, TimeProvider time)
    {
        (_database, _options, _time) = (database, options.Value, time);
        // Before anyone can ask whether the queue is empty: otherwise the ledger would miss those producers.
        _database.WriteAsync(EndProducers, CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>One transaction: all are taken or none is.</summary>
    public async Task<IReadOnlyList<PipelineException?>> SendAsync(
        IReadOnlyList<EncodedEnvelope> envelopes, CancellationToken cancellationToken)
    {
        foreach (var envelope in envelopes)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(envelope.Body.Length, EnvelopeCodec.MaxBodyLength, nameof(envelopes));
        }

        await _database.WriteAsync(session => Send(session, envelopes), cancellationToken);
        _wakeUp.Ring();
        return new PipelineException?[envelopes.Count];
    }

    public async Task<IReadOnlyList<QueueMessage>> ReceiveAsync(
        int maxMessages, TimeSpan wait, CancellationToken cancellationToken)
    {
        var until = _time.GetUtcNow() + wait;
        while (true)
        {
            var arrival = _wakeUp.Next;
            var (messages, nextVisibleAt) = await _database.WriteAsync(session => Lease(session, maxMessages), cancellationToken);
            var now = _time.GetUtcNow();
            if (messages.Count > 0 || now >= until)
            {
                return messages;
            }

            var pause = (nextVisibleAt < until ? nextVisibleAt.Value : until) - now;
            if (pause <= TimeSpan.Zero)
            {
                continue;
            }

            // Timers count whole milliseconds: rounded down, the last millisecond would be a busy loop.
            await arrival
                .WaitAsync(TimeSpan.FromMilliseconds(Math.Ceiling(pause.TotalMilliseconds)), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public Task DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => SqliteQueueTables.Delete(session, messages), cancellationToken);

    public async Task ChangeVisibilityAsync(
        IReadOnlyCollection<QueueMessage> messages, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _database.WriteAsync(
            session => SqliteQueueTables.ChangeVisibility(session, messages, _time.GetUtcNow() + timeout),
            cancellationToken);
        _wakeUp.Ring();
    }

    public Task<QueueStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(
            session => SqliteQueueTables.GetStatus(session, _options.MaxReceiveCount, _time.GetUtcNow()),
            cancellationToken);

    Task<IReadOnlyList<QueueMessage>> IDeadLetterQueue.ReceiveAsync(int maxMessages, CancellationToken cancellationToken) =>
        _database.WriteAsync<IReadOnlyList<QueueMessage>>(
            session => SqliteQueueTables.ReadDead(session, maxMessages, _options, _time.GetUtcNow()),
            cancellationToken);

    Task IDeadLetterQueue.DeleteAsync(IReadOnlyCollection<QueueMessage> messages, CancellationToken cancellationToken) =>
        _database.WriteAsync(session => SqliteQueueTables.DeleteDead(session, messages), cancellationToken);

    private void EndProducers(SqliteSession session)
    {
        var now = _time.GetUtcNow();
        foreach (var header in SqliteProducers.TakeLastWords(session, now))
        {
            SqliteQueueTables.Send(session, EnvelopeCodec.EncodeHeartbeat(header).Body, now);
        }
    }

    private void Send(SqliteSession session, IReadOnlyList<EncodedEnvelope> envelopes)
    {
        var now = _time.GetUtcNow();
        foreach (var envelope in envelopes)
        {
            SqliteQueueTables.Send(session, envelope.Body, now);
            SqliteProducers.Record(session, envelope.Header);
        }
    }

    private (IReadOnlyList<QueueMessage> Messages, DateTimeOffset? NextVisibleAt) Lease(SqliteSession session, int maxMessages)
    {
        var messages = SqliteQueueTables.Lease(session, maxMessages, _options, _time.GetUtcNow());
        return (messages, messages.Count == 0 ? SqliteQueueTables.NextVisibleAt(session) : null);
    }
}

using System.Globalization;
using Dapper;
using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Ingestion.Queue.Sqlite;

/// <summary>
/// The queue's operations on its tables. A delivery is identified by its message and its receive count, which together are unique.
/// Messages are scanned in the order of their ids, oldest first: those in flight at the front are few, so no index is needed
/// that every lease would have to update.
/// </summary>
internal static class SqliteQueueTables
{
    /// <summary>Messages that one call buries: ingest shares the thread that writes.</summary>
    private const int MaxBurials = 1_000;

    public static void Send(SqliteSession session, string body, DateTimeOffset now)
    {
        session.Statement("INSERT INTO messages (sent_at, body) VALUES (?, ?)").Bind(1, now.ToStored()).Bind(2, body).Execute();
        session.Statement("INSERT INTO leases (id, visible_at, receive_count) VALUES (last_insert_rowid(), ?, 0)")
            .Bind(1, now.ToStored()).Execute();
    }

    /// <summary>Leases up to <paramref name="limit"/> visible messages and moves those whose deliveries are used up to the dead letters.</summary>
    public static List<QueueMessage> Lease(SqliteSession session, int limit, QueueOptions options, DateTimeOffset now)
    {
        var (leased, dead) = FindVisible(session, limit, options.MaxReceiveCount, now);
        foreach (var (id, receiveCount) in dead)
        {
            Bury(session, id, receiveCount, now);
        }

        var lease = session.Statement("UPDATE leases SET visible_at = ?, receive_count = ? WHERE id = ?");
        var messages = new List<QueueMessage>(leased.Count);
        foreach (var (id, receiveCount) in leased)
        {
            lease.Bind(1, (now + options.VisibilityTimeout).ToStored()).Bind(2, receiveCount + 1).Bind(3, id).Execute();
            messages.Add(Read(session, id, receiveCount + 1));
        }

        return messages;
    }

    /// <summary>When the next message in flight becomes visible; null when none is.</summary>
    public static DateTimeOffset? NextVisibleAt(SqliteSession session) =>
        SqliteTime.FromStored(session.Connection.ExecuteScalar<long?>("SELECT min(visible_at) FROM leases"));

    public static void Delete(SqliteSession session, IEnumerable<QueueMessage> messages) =>
        Delete(session, "DELETE FROM leases WHERE id = ? AND receive_count = ?", messages);

    public static void DeleteDead(SqliteSession session, IEnumerable<QueueMessage> messages) =>
        Delete(session, "DELETE FROM dead_letters WHERE id = ? AND receive_count = ?", messages);

    public static void ChangeVisibility(SqliteSession session, IEnumerable<QueueMessage> messages, DateTimeOffset visibleAt)
    {
        var change = session.Statement("UPDATE leases SET visible_at = ? WHERE id = ? AND receive_count = ?");
        foreach (var message in messages)
        {
            change.Bind(1, visibleAt.ToStored()).Bind(2, message.Id).Bind(3, message.Receipt).Execute();
        }
    }

    /// <summary>Returns up to <paramref name="limit"/> dead letters and hides them for as long as a delivery is hidden.</summary>
    public static List<QueueMessage> ReadDead(SqliteSession session, int limit, QueueOptions options, DateTimeOffset now)
    {
        foreach (var (id, receiveCount) in session.Connection.Query<(long, long)>(
            "SELECT id, receive_count FROM leases WHERE receive_count >= @maxReceiveCount AND visible_at <= @now LIMIT @MaxBurials",
            new { maxReceiveCount = options.MaxReceiveCount, now = now.ToStored(), MaxBurials }))
        {
            Bury(session, id, receiveCount, now);
        }

        var found = session.Connection.Query<(long Id, long ReceiveCount)>(
            "SELECT id, receive_count FROM dead_letters WHERE visible_at <= @now ORDER BY id LIMIT @limit",
            new { limit, now = now.ToStored() });
        var hide = session.Statement("UPDATE dead_letters SET visible_at = ? WHERE id = ?");
        var messages = new List<QueueMessage>(limit);
        foreach (var (id, receiveCount) in found)
        {
            hide.Bind(1, (now + options.VisibilityTimeout).ToStored()).Bind(2, id).Execute();
            messages.Add(Read(session, id, receiveCount));
        }

        return messages;
    }

    /// <summary>Counts a message whose deliveries are used up as a dead letter even before it has been moved there.</summary>
    public static QueueStatus GetStatus(SqliteSession session, int maxReceiveCount, DateTimeOffset now)
    {
        var (visible, inFlight, dead, oldest) = session.Connection.QuerySingle<(long, long, long, long?)>(
            """
            SELECT
                count(*) FILTER (WHERE visible_at <= @now AND receive_count < @maxReceiveCount),
                count(*) FILTER (WHERE visible_at > @now),
                count(*) FILTER (WHERE visible_at <= @now AND receive_count >= @maxReceiveCount)
                    + (SELECT count(*) FROM dead_letters),
                (SELECT sent_at FROM leases JOIN messages USING (id)
                    WHERE visible_at > @now OR receive_count < @maxReceiveCount ORDER BY id LIMIT 1)
            FROM leases
            """,
            new { maxReceiveCount, now = now.ToStored() });
        return new QueueStatus(visible, inFlight, SqliteTime.FromStored(oldest), dead);
    }

    private static (List<(long, long)> Leased, List<(long, long)> Dead) FindVisible(
        SqliteSession session, int limit, int maxReceiveCount, DateTimeOffset now)
    {
        var visible = session.Statement("SELECT id, receive_count FROM leases WHERE visible_at <= ? ORDER BY id")
            .Bind(1, now.ToStored());
        List<(long, long)> leased = [], dead = [];
        while (leased.Count < limit && dead.Count < MaxBurials && visible.Step())
        {
            (visible.Number(1) < maxReceiveCount ? leased : dead).Add((visible.Number(0), visible.Number(1)));
        }

        // Reset before the rows that it reads are changed.
        visible.Reset();
        return (leased, dead);
    }

    private static void Bury(SqliteSession session, long id, long receiveCount, DateTimeOffset now)
    {
        session.Statement("INSERT INTO dead_letters (id, receive_count, visible_at) VALUES (?, ?, ?)")
            .Bind(1, id).Bind(2, receiveCount).Bind(3, now.ToStored()).Execute();
        session.Statement("DELETE FROM leases WHERE id = ?").Bind(1, id).Execute();
    }

    private static void Delete(SqliteSession session, string sql, IEnumerable<QueueMessage> messages)
    {
        var deleteLease = session.Statement(sql);
        var deleteMessage = session.Statement("DELETE FROM messages WHERE id = ?");
        foreach (var message in messages)
        {
            if (deleteLease.Bind(1, message.Id).Bind(2, message.Receipt).Execute() == 1)
            {
                deleteMessage.Bind(1, message.Id).Execute();
            }
        }
    }

    private static QueueMessage Read(SqliteSession session, long id, long receiveCount)
    {
        var message = session.Statement("SELECT sent_at, body FROM messages WHERE id = ?").Bind(1, id);
        message.Step();
        var result = new QueueMessage(
            id.ToString(CultureInfo.InvariantCulture),
            receiveCount.ToString(CultureInfo.InvariantCulture),
            message.Text(1),
            (int)receiveCount,
            SqliteTime.FromStored(message.Number(0)));
        message.Reset();
        return result;
    }
}

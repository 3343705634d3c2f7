using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>Widens sessions in one transaction, with prepared statements: the drain does this for every event.</summary>
internal sealed class SqliteSessionTouches(SqliteSession session)
{
    private readonly SqliteStatement _find = session.Statement(
        "SELECT session_no, started, ended FROM sessions WHERE session_id = ?");

    private readonly SqliteStatement _insert = session.Statement(
        "INSERT INTO sessions (session_id, started, ended) VALUES (?, ?, ?) RETURNING session_no");

    private readonly SqliteStatement _move = session.Statement("UPDATE sessions SET started = ? WHERE session_no = ?");

    private readonly SqliteStatement _extend = session.Statement("UPDATE sessions SET ended = ? WHERE session_no = ?");

    private readonly SqliteStatement _remember = session.Statement(
        "INSERT INTO session_moves (session_no, former_start) VALUES (?, ?)");

    private readonly SqliteStatement _recall = session.Statement(
        "SELECT former_start FROM session_moves WHERE session_no = ? ORDER BY former_start");

    private readonly SqliteStatement _touchUser = session.Statement(
        """
        INSERT INTO session_users (session_no, user_id, first, last) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)
        WHERE excluded.first < first OR excluded.last > last
        """);

    public List<SessionStarts> Apply(IReadOnlyCollection<SessionTouch> touches)
    {
        // Whole sessions first: the parts of one call must not leave starts behind that were never stored.
        var spans = new Dictionary<string, (long First, long Last)>(touches.Count);
        foreach (var touch in touches)
        {
            var (first, last) = (touch.First.ToStored(), touch.Last.ToStored());
            spans[touch.SessionId] = spans.TryGetValue(touch.SessionId, out var span)
                ? (Math.Min(span.First, first), Math.Max(span.Last, last))
                : (first, last);
        }

        var starts = new List<SessionStarts>(spans.Count);
        var numbers = new Dictionary<string, long>(spans.Count);
        foreach (var (id, (first, last)) in spans)
        {
            var (number, start) = Widen(id, first, last);
            numbers.Add(id, number);
            starts.Add(new SessionStarts(id, SqliteTime.FromStored(start), FormerStarts(number)));
        }

        foreach (var touch in touches)
        {
            _touchUser.Bind(1, numbers[touch.SessionId]).Bind(2, touch.UserId)
                .Bind(3, touch.First.ToStored()).Bind(4, touch.Last.ToStored()).Execute();
        }

        return starts;
    }

    private (long Number, long Start) Widen(string id, long first, long last)
    {
        if (!_find.Bind(1, id).Step())
        {
            return (Insert(id, first, last), first);
        }

        var (number, start, end) = (_find.Number(0), _find.Number(1), _find.Number(2));
        _find.Reset();
        if (last > end)
        {
            _extend.Bind(1, last).Bind(2, number).Execute();
        }

        if (first >= start)
        {
            return (number, start);
        }

        _remember.Bind(1, number).Bind(2, start).Execute();
        _move.Bind(1, first).Bind(2, number).Execute();
        return (number, first);
    }

    private long Insert(string id, long first, long last)
    {
        _insert.Bind(1, id).Bind(2, first).Bind(3, last).Step();
        var number = _insert.Number(0);
        _insert.Reset();
        return number;
    }

    private DateTimeOffset[] FormerStarts(long number)
    {
        _recall.Bind(1, number);
        if (!_recall.Step())
        {
            return [];
        }

        var former = new List<DateTimeOffset>();
        do
        {
            former.Add(SqliteTime.FromStored(_recall.Number(0)));
        }
        while (_recall.Step());
        return [.. former];
    }
}

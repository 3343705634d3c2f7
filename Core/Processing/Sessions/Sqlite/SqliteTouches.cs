using Pipeline.Core.Plumbing.Storage.Sqlite;

namespace Pipeline.Core.Processing.Sessions.Sqlite;

/// <summary>
/// Widens sessions and visits in one transaction, with prepared statements: the drain does this for every event. Numbers are assigned
/// here and not by the database, because RETURNING costs more than the insert itself.
/// </summary>
internal sealed class SqliteTouches(SqliteSession session)
{
    private readonly SqliteReferences _references = new(session);

    private readonly SqliteStatement _findSession = session.Statement(
        "SELECT session_no, started, ended FROM sessions WHERE session_id = ?");

    private readonly SqliteStatement _addSession = session.Statement(
        "INSERT INTO sessions (session_no, session_id, started, ended) VALUES (?, ?, ?, ?)");

    private readonly SqliteStatement _moveSession = session.Statement("UPDATE sessions SET started = ? WHERE session_no = ?");

    private readonly SqliteStatement _extendSession = session.Statement("UPDATE sessions SET ended = ? WHERE session_no = ?");

    private readonly SqliteStatement _rememberMove = session.Statement(
        "INSERT INTO session_moves (session_id, former_start) VALUES (?, ?)");

    private readonly SqliteStatement _findVisit = session.Statement(
        "SELECT visit_no, first, last, day, reference_no FROM visits WHERE session_no = ? AND user_id = ?");

    private readonly SqliteStatement _addVisit = session.Statement(
        "INSERT INTO visits (visit_no, session_no, user_id, first, last, day, reference_no) VALUES (?, ?, ?, ?, ?, ?, ?)");

    // Separate from the next statement: the first event is in an index, which would otherwise be written at every touch.
    private readonly SqliteStatement _moveVisit = session.Statement("UPDATE visits SET first = ? WHERE visit_no = ?");

    private readonly SqliteStatement _extendVisit = session.Statement(
        "UPDATE visits SET last = ?, day = ?, reference_no = ? WHERE visit_no = ?");

    private readonly SqliteStatement _findDay = session.Statement(
        "SELECT reference_no FROM visit_days WHERE visit_no = ? AND day = ?");

    private readonly SqliteStatement _putDay = session.Statement(
        "INSERT INTO visit_days VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reference_no = excluded.reference_no");

    private long _lastSession = Max(session, "SELECT coalesce(max(session_no), 0) FROM sessions");
    private long _lastVisit = Max(session, "SELECT coalesce(max(visit_no), 0) FROM visits");

    public void Apply(IReadOnlyCollection<VisitTouch> touches)
    {
        // Whole sessions first: a call's own touches must not leave former starts behind that were never stored.
        var numbers = new Dictionary<string, long>(touches.Count, StringComparer.Ordinal);
        foreach (var (id, (first, last)) in SpansOf(touches))
        {
            numbers.Add(id, WidenSession(id, first, last));
        }

        foreach (var touch in touches)
        {
            WidenVisit(numbers[touch.SessionId], touch);
        }

        _references.Flush();
    }

    private static Dictionary<string, (long First, long Last)> SpansOf(IReadOnlyCollection<VisitTouch> touches)
    {
        var spans = new Dictionary<string, (long First, long Last)>(touches.Count, StringComparer.Ordinal);
        foreach (var touch in touches)
        {
            var (first, last) = (touch.First.ToStored(), touch.Last.ToStored());
            spans[touch.SessionId] = spans.TryGetValue(touch.SessionId, out var span)
                ? (Math.Min(span.First, first), Math.Max(span.Last, last))
                : (first, last);
        }

        return spans;
    }

    private long WidenSession(string id, long first, long last)
    {
        if (!_findSession.Bind(1, id).Step())
        {
            _addSession.Bind(1, ++_lastSession).Bind(2, id).Bind(3, first).Bind(4, last).Execute();
            return _lastSession;
        }

        var (number, start, end) = (_findSession.Number(0), _findSession.Number(1), _findSession.Number(2));
        _findSession.Reset();
        if (last > end)
        {
            _extendSession.Bind(1, last).Bind(2, number).Execute();
        }

        if (first < start)
        {
            _rememberMove.Bind(1, id).Bind(2, start).Execute();
            _moveSession.Bind(1, first).Bind(2, number).Execute();
        }

        return number;
    }

    private void WidenVisit(long session, VisitTouch touch)
    {
        var (first, last) = (touch.First.ToStored(), touch.Last.ToStored());
        if (!_findVisit.Bind(1, session).Bind(2, touch.UserId).Step())
        {
            var added = Refer(new Visited(++_lastVisit, 0, 0), touch, mayRepeat: false);
            _addVisit.Bind(1, added.Number).Bind(2, session).Bind(3, touch.UserId).Bind(4, first).Bind(5, last)
                .Bind(6, added.Day).Bind(7, added.Reference).Execute();
            return;
        }

        var (knownFirst, knownLast) = (_findVisit.Number(1), _findVisit.Number(2));
        var visit = new Visited(_findVisit.Number(0), _findVisit.Number(3), _findVisit.Number(4));
        _findVisit.Reset();
        visit = Refer(visit, touch, mayRepeat: last <= knownLast);
        _extendVisit.Bind(1, Math.Max(last, knownLast)).Bind(2, visit.Day).Bind(3, visit.Reference).Bind(4, visit.Number).Execute();
        if (first < knownFirst)
        {
            _moveVisit.Bind(1, first).Bind(2, visit.Number).Execute();
        }
    }

    /// <summary>Adds references to the events, day by day, and returns the visit's new latest day and reference.</summary>
    private Visited Refer(Visited visit, VisitTouch touch, bool mayRepeat)
    {
        foreach (var day in EventReference.To(touch.Keys).GroupBy(reference => reference.Day))
        {
            var number = day.Key.DayNumber;
            if (number > visit.Day && visit.Reference > 0)
            {
                _putDay.Bind(1, visit.Number).Bind(2, visit.Day).Bind(3, visit.Reference).Execute();
            }

            var previous = number == visit.Day ? visit.Reference : number > visit.Day ? 0 : FindDay(visit.Number, number);
            // A batch that is stored again and again, because something behind this fails, must not grow the table.
            if (mayRepeat && _references.AreLast(day.Key, previous, day))
            {
                continue;
            }

            var last = day.Aggregate(previous, (before, reference) => _references.Add(reference, before));
            if (number >= visit.Day)
            {
                visit = visit with { Day = number, Reference = last };
            }
            else
            {
                _putDay.Bind(1, visit.Number).Bind(2, number).Bind(3, last).Execute();
            }
        }

        return visit;
    }

    private long FindDay(long visit, long day)
    {
        var found = _findDay.Bind(1, visit).Bind(2, day).Step();
        var reference = found ? _findDay.Number(0) : 0;
        _findDay.Reset();
        return reference;
    }

    private static long Max(SqliteSession session, string sql)
    {
        var max = session.Statement(sql);
        max.Step();
        var number = max.Number(0);
        max.Reset();
        return number;
    }

    /// <summary>A visit, the latest day on which it has events, and its last reference on that day.</summary>
    private readonly record struct Visited(long Number, long Day, long Reference);
}

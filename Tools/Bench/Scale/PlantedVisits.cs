using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Pipeline.Core.Ingestion.Events;

namespace Pipeline.Tools.Bench.Scale;

/// <summary>
/// A few users with many sessions each, evenly spread over a stretch of time. Those of one kind have sessions of minutes; the sessions
/// of the other kind last for weeks, so that many are open at the same time.
/// </summary>
internal sealed class PlantedVisits
{
    public const int UsersOfEachKind = 11;
    public const int SessionsPerUser = 200;
    public const int EventsPerSession = 6;

    private static readonly (string Name, TimeSpan Length)[] Kinds =
        [("planted-brief", TimeSpan.FromMinutes(5)), ("planted-long", TimeSpan.FromDays(19))];

    private readonly Random _random = new(1);
    private readonly PriorityQueue<Step, DateTimeOffset> _next = new();

    /// <param name="from">When the first sessions begin.</param>
    /// <param name="to">When the last ones have ended.</param>
    public PlantedVisits(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (name, length) in Kinds)
        {
            var interval = (to - from - length) / SessionsPerUser;
            for (var visit = 0; visit < UsersOfEachKind * SessionsPerUser; visit++)
            {
                var (session, user) = Math.DivRem(visit, UsersOfEachKind);
                var start = from + session * interval;
                _next.Enqueue(new Step($"{name}-{user}", session, Event: 0, length / (EventsPerSession - 1)), start);
            }
        }
    }

    /// <summary>Users with sessions of minutes.</summary>
    public static IReadOnlyList<string> BriefUsers => [.. Enumerable.Range(0, UsersOfEachKind).Select(user => $"{Kinds[0].Name}-{user}")];

    /// <summary>Users with sessions of weeks.</summary>
    public static IReadOnlyList<string> LongUsers => [.. Enumerable.Range(0, UsersOfEachKind).Select(user => $"{Kinds[1].Name}-{user}")];

    public static int Events => Kinds.Length * UsersOfEachKind * SessionsPerUser * EventsPerSession;

    /// <summary>Users so far.</summary>
    public int Users { get; private set; }

    /// <summary>Sessions so far.</summary>
    public int Sessions { get; private set; }

    /// <summary>The next event, unless that is after <paramref name="now"/>.</summary>
    public bool TryNext(DateTimeOffset now, [NotNullWhen(true)] out BenchEvent? item)
    {
        item = null;
        if (!_next.TryPeek(out var step, out var at) || at > now)
        {
            return false;
        }

        if (step.Event + 1 < EventsPerSession)
        {
            _next.DequeueEnqueue(step with { Event = step.Event + 1 }, at + step.Interval);
        }
        else
        {
            _next.Dequeue();
        }

        Sessions += step.Event == 0 ? 1 : 0;
        Users += step is { Event: 0, Session: 0 } ? 1 : 0;
        item = new BenchEvent(
            BenchEvents.NewId(_random),
            step.UserId,
            string.Create(CultureInfo.InvariantCulture, $"{step.UserId}-{step.Session}"),
            EventTypes.PageView,
            $"/page/{step.Event}",
            DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds()))
        {
            Device = "mobile",
        };
        return true;
    }

    /// <summary>An event that is still to come, and the time from there to the one after it.</summary>
    private sealed record Step(string UserId, int Session, int Event, TimeSpan Interval);
}

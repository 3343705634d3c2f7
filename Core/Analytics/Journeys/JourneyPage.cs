using Pipeline.Core.Processing.Sessions;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>Takes the sessions that a client asked for out of all, which are offered in order.</summary>
internal sealed class JourneyPage(VisitWindow window)
{
    private readonly List<SessionJourney> _sessions = [];
    private VisitCursor? _last;
    private int _events;
    private bool _isFull;

    public IReadOnlyList<SessionJourney> Sessions => _sessions;

    /// <summary>Whether a session was too long to be shown whole.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Where the next page begins; null when this is the last one.</summary>
    public string? Next => _isFull ? _last!.ToString() : null;

    public void Offer(Visit visit, SessionJourney journey)
    {
        if (_isFull || !window.IsBehindStart(visit))
        {
            return;
        }

        var isTooMuch = _sessions.Count > 0 && _events + journey.TotalEvents > JourneyReader.MaxEvents;
        if (_sessions.Count == window.Limit || isTooMuch)
        {
            _isFull = true;
            return;
        }

        if (journey.TotalEvents > JourneyReader.MaxEvents)
        {
            IsCut = true;
            journey = journey with { Events = [.. journey.Events.Take(JourneyReader.MaxEvents)] };
        }

        _sessions.Add(journey);
        _events += journey.TotalEvents;
        _last = VisitCursor.After(visit);
    }
}

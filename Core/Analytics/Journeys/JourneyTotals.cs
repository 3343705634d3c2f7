namespace Pipeline.Core.Analytics.Journeys;

/// <summary>Adds up sessions, of which none has to be kept.</summary>
public sealed class JourneyTotals
{
    private int _events;
    private decimal _amount;
    private decimal _quantity;
    private int _sessions;
    private int _ordered;

    public void Add(SessionJourney session)
    {
        _events += session.TotalEvents;
        _amount += session.TotalPurchaseAmount;
        _quantity += session.TotalPurchaseQuantity;
        _sessions++;
        _ordered += session.HasOrderPlaced ? 1 : 0;
    }

    /// <param name="shown">The sessions to show.</param>
    /// <param name="next">Where the rest of them begins; null when there is no rest.</param>
    /// <param name="notes">What is missing.</param>
    public UserJourneys ToUser(IReadOnlyList<SessionJourney> shown, string? next, IReadOnlyList<string> notes) => new(
        _events,
        _amount,
        _quantity,
        _sessions,
        _ordered,
        _sessions == 0 ? 0 : Math.Round(100m * _ordered / _sessions, 2, MidpointRounding.AwayFromZero),
        shown,
        next,
        notes.Count == 0 ? null : notes);
}

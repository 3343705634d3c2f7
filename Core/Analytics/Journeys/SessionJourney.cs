namespace Pipeline.Core.Analytics.Journeys;

/// <summary>One user's part in one session.</summary>
/// <param name="SessionId">The client's session id.</param>
/// <param name="StartedAt">The session's earliest event.</param>
/// <param name="LastActivityAt">The session's latest event.</param>
/// <param name="EndedAt">As <paramref name="LastActivityAt"/>; null while the session may go on.</param>
/// <param name="TotalEvents">Number of <paramref name="Events"/>.</param>
/// <param name="TotalTimeSpent">Seconds from the session's start to its latest event.</param>
/// <param name="TotalPurchaseAmount">Σ of the numeric amounts of its orders.</param>
/// <param name="TotalPurchaseQuantity">Σ of the numeric quantities of its orders.</param>
/// <param name="TotalDistinctPages">Number of different pages.</param>
/// <param name="HasOrderPlaced">Whether an order was placed.</param>
/// <param name="Events">The user's events in order of time.</param>
public sealed record SessionJourney(
    string SessionId,
    DateTimeOffset StartedAt,
    DateTimeOffset LastActivityAt,
    DateTimeOffset? EndedAt,
    int TotalEvents,
    double TotalTimeSpent,
    decimal TotalPurchaseAmount,
    decimal TotalPurchaseQuantity,
    int TotalDistinctPages,
    bool HasOrderPlaced,
    IReadOnlyList<JourneyEvent> Events);

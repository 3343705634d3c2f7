using System.Text.Json.Serialization;

namespace Pipeline.Core.Analytics.Journeys;

/// <summary>What a user did, session by session, latest first. The totals are those of the whole range.</summary>
/// <param name="TotalEvents">Number of events.</param>
/// <param name="TotalPurchaseAmount">Σ of the numeric amounts of orders.</param>
/// <param name="TotalPurchaseQuantity">Σ of the numeric quantities of orders.</param>
/// <param name="TotalSessions">Number of sessions.</param>
/// <param name="OrderPlacedSessions">Sessions with an order.</param>
/// <param name="ConversionRate">Percentage of the sessions that have an order, two decimals.</param>
/// <param name="Sessions">One page of the sessions.</param>
/// <param name="Next">What to send as <c>cursor</c> to get the following sessions; absent when there are none.</param>
/// <param name="Notes">What is missing and why; absent when the answer is complete.</param>
public sealed record UserJourneys(
    int TotalEvents,
    decimal TotalPurchaseAmount,
    decimal TotalPurchaseQuantity,
    int TotalSessions,
    int OrderPlacedSessions,
    decimal ConversionRate,
    IReadOnlyList<SessionJourney> Sessions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Notes);

using System.Text.Json.Serialization;

namespace Pipeline.Core.Analytics.Journeys;

/// <param name="EventType">The event's type.</param>
/// <param name="Page">The page it happened on.</param>
/// <param name="Timestamp">Event time, UTC.</param>
/// <param name="Metadata">The JSON object as it was sent, UTF-8; empty when there was none.</param>
/// <param name="TimeSpentOnPage">Seconds, see <see cref="JourneyArithmetic"/>.</param>
public sealed record JourneyEvent(
    string EventType,
    string Page,
    DateTimeOffset Timestamp,
    [property: JsonConverter(typeof(RawJsonConverter))] ReadOnlyMemory<byte> Metadata,
    double TimeSpentOnPage);
